import { describe, expect, test } from 'vitest';
import { invisibleIn, withoutInvisible } from '../../../../src/domain/text/invisible.ts';

describe('texts as people write them are not refused', () => {
  test.each([
    ['French', 'Crue à Tours : montez à l’étage, n’allez pas chercher vos enfants.'],
    [
      'Arabic, with a right-to-left mark beside a number',
      'فيضان: اتصل بالرقم \u200f112\u200f فورًا، وابقَ في الطابق العلوي.',
    ],
    ['Arabic, with an Arabic letter mark', 'الساعة \u061c18:30 إخلاء'],
    ['Persian, with ZWNJ', 'سیل در راه است؛ همین حالا به طبقه‌های بالا بروید و از خانه بیرون نمی‌روید.'],
    ['Hebrew, with both marks', 'שיטפון: התקשרו \u200e112\u200e ועלו לקומה העליונה.'],
    ['Urdu, with a number sign', 'سیلاب \u0600 12: اوپر کی منزل پر جائیں۔'],
    ['Hindi, with ZWJ and ZWNJ', 'बाढ़: ऊपर की मंज़िल पर जाएँ। क्\u200dष और क्\u200cष'],
    ['Bengali, with ZWJ at the end of a word', 'বন্যা: উৎ এবং র\u200d্যাব'],
    ['Malayalam, with a chillu by ZWJ', 'വെള്ളപ്പൊക്കം: അവന്\u200d മുകളിലേക്ക്'],
    ['Sinhala, with ZWJ', 'ගංවතුර: ශ්\u200dරී ලංකා'],
    ['Khmer, with zero width spaces', 'ទឹកជំនន់\u200bសូម\u200bឡើង\u200bជាន់\u200bលើ'],
    ['Thai, with a zero width space', 'น้ำท่วม\u200bขึ้นชั้นบน'],
    ['Mongolian, with a variation selector', 'ᠭ\u180bᠠ ᠰᠢᠷ\u180eᠠ'],
    ['Japanese, with a variant of a name', '葛\u{e0100}城市：高い所へ避難'],
    ['Chinese', '洪水：请立即上楼。'],
    ['Korean', '홍수: 위층으로 가세요.'],
    ['Russian', 'Наводнение: поднимитесь наверх.'],
    ['emoji with U+FE0F', '⚠️ Crue ☎️ 1️⃣'],
    ['a family of emoji', '👨‍👩‍👧‍👦 restez ensemble'],
    ['emoji with a colour of skin', '👩🏽‍🚒 🏃🏾‍♀️ ❤️‍🩹'],
    ['the flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 flood'],
    ['the rainbow flag', '🏳️‍🌈'],
    ['a placeholder before ZWNJ', '{name}\u200cها'],
  ])('%s', (_language, text) => {
    expect(invisibleIn(text)).toBeUndefined();
  });
});

describe('what hides or turns a text is refused, with its name and position', () => {
  test.each([
    ['abc\u202edef', 3, 'U+202E RIGHT-TO-LEFT OVERRIDE'],
    ['فيضان \u202d112\u202c', 6, 'U+202D LEFT-TO-RIGHT OVERRIDE'],
    ['a\u2066b\u2069', 1, 'U+2066 LEFT-TO-RIGHT ISOLATE'],
    ['Cr\u200bue', 2, 'U+200B ZERO WIDTH SPACE'],
    ['Cr\u200cue', 2, 'U+200C ZERO WIDTH NON-JOINER'],
    ['Cr\u200due', 2, 'U+200D ZERO WIDTH JOINER'],
    ['👨\u200d Crue', 2, 'U+200D ZERO WIDTH JOINER'],
    ['Crue \u200f112', 5, 'U+200F RIGHT-TO-LEFT MARK'],
    ['\ufeffCrue', 0, 'U+FEFF ZERO WIDTH NO-BREAK SPACE'],
    ['éva\u00adcuez', 3, 'U+00AD SOFT HYPHEN'],
    ['a\u2060b', 1, 'U+2060 WORD JOINER'],
    ['ligne\u2028suivante', 5, 'U+2028 LINE SEPARATOR'],
    ['ligne\u2029suivante', 5, 'U+2029 PARAGRAPH SEPARATOR'],
    ['\u3164', 0, 'U+3164 HANGUL FILLER'],
    ['a\u{e0041}', 1, 'U+E0041 an invisible character'],
    ['😀\u{e0041}', 2, 'U+E0041 an invisible character'],
    ['😀\ufe0f\ufe0f', 3, 'U+FE0F an invisible character'],
    ['a\ufe01', 1, 'U+FE01 an invisible character'],
    ['a\u034f', 1, 'U+034F COMBINING GRAPHEME JOINER'],
    ['می\u200c\u200c\u200cشود', 3, 'U+200C ZERO WIDTH NON-JOINER'],
  ])('%j', (text, index, character) => {
    expect(invisibleIn(text)).toEqual({ index, character });
  });

  test('a long text of invisible characters is looked through in linear time', () => {
    expect(invisibleIn(`${'م\u200c'.repeat(50_000)}x\u202e`)).toEqual({
      index: 100_001,
      character: 'U+202E RIGHT-TO-LEFT OVERRIDE',
    });
  });
});

describe('from the texts of other programs', () => {
  test('only the characters that nobody needs are taken out', () => {
    expect(withoutInvisible('\ufeffCr\u00adue \u202e112\u202c, می\u200cشود 👩‍🚒\u200d \ufe0f🏴󠁧󠁢󠁳󠁣󠁴󠁿!\u2028')).toBe(
      'Crue 112, می\u200cشود 👩‍🚒 🏴󠁧󠁢󠁳󠁣󠁴󠁿!',
    );
  });
});
