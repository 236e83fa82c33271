import type {
  Enrolled,
  EnrolmentRepository,
  OpenList,
  PendingOptIn,
  PhoneChange,
} from '../../domain/inbound/enrolment.ts';
import type { Handling } from '../../domain/inbound/handling.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import { type Msisdn, toMsisdn } from '../../domain/messages/msisdn.ts';
import { quote } from '../../domain/text/quote.ts';
import type { Clock } from '../../kernel/clock.ts';
import { wordsOf } from '../words.ts';
import { enrolmentText, ownWelcome, questionText, shownName, type Tongue } from './enrolment-texts.ts';
import { languageOf } from './languages.ts';
import { postalCodeOf } from './postal-code.ts';
import { readRequest } from './read-request.ts';

export interface EnrolmentDeps {
  readonly repository: EnrolmentRepository;
  readonly country: string | undefined;
  /** The language of replies to people whose language is not known. */
  readonly language: string | undefined;
  /** The name under which people save our number. */
  readonly organisation: string | undefined;
  /** The sender of our messages to this number; undefined: the number of whatever modem sends them. */
  readonly senderFor: (to: Msisdn) => string | undefined;
  /** A new code of four digits. */
  readonly newCode: () => string;
  readonly clock: Clock;
}

type Asked = Parameters<SmsCommand>[0];
type Done = Awaited<ReturnType<SmsCommand>>;

const ANSWERED_WITHIN_MS = 86_400_000;
const LONGEST_WORD = 60;
const MOST_LISTS = 55;

/**
 * What people do with their own data by SMS: they join a list by its word, set their language or postal code, and ask
 * what is stored. Everything that is stored is a `PhoneChange`, so it is in one commit with the message's handling.
 */
export class Enrolment {
  readonly #deps: EnrolmentDeps;

  constructor(deps: EnrolmentDeps) {
    this.#deps = deps;
  }

  readonly command: SmsCommand = async (asked) => {
    const { repository, clock } = this.#deps;
    const { from, text, at, isMeant } = asked;
    // A text that is older than the time to confirm would get no reply.
    if (isMeant || clock.now() - at > ANSWERED_WITHIN_MS || text.length > LONGEST_WORD) return undefined;
    const request = readRequest(text);
    if (request === undefined) {
      const list = await repository.listOfWord(wordsOf(text));
      return list && this.#ask(asked, list, await repository.enrolled(from, at));
    }
    const person = await repository.enrolled(from, at);
    if (request.kind === 'confirm') return this.#confirm(asked, request.code, request.tongue, person);
    if (!person.isContact) return undefined;
    const tongue = this.#tongue(request.tongue, person);
    switch (request.kind) {
      case 'language': {
        const value = languageOf(request.said);
        if (value === undefined) return registered(enrolmentText('noLanguage', tongue));
        const reply = enrolmentText('language', spoken(value), { value });
        return registered(reply, { kind: 'set', field: 'language', value });
      }
      case 'postalCode': {
        const value = postalCodeOf(request.typed, this.#deps.country);
        if (value === undefined) return registered(enrolmentText('noPostalCode', tongue));
        const reply = enrolmentText('postalCode', tongue, { value });
        return registered(reply, { kind: 'set', field: 'postalCode', value });
      }
      case 'info':
        return registered(infoOf(person, tongue));
    }
  };

  #ask({ from, text, route }: Asked, list: OpenList, person: Enrolled): Done {
    const tongue = this.#tongue(undefined, person);
    if (person.optedOut)
      return enrolling(enrolmentText('startFirst', tongue, { word: text.trim().toUpperCase() }));
    if (person.lists.some(({ id, hasAgreed }) => id === list.id && hasAgreed))
      return enrolling(enrolmentText('already', tongue, { list: shownName(list.name) }));
    if (!list.double)
      return enrolling(this.#welcome(from, list, tongue), { kind: 'join', listId: list.id, route });
    const known = person.pending.find(({ list: { id } }) => id === list.id);
    const code = known?.code ?? this.#deps.newCode();
    const question = questionText(list.name, code);
    const expiresAt = this.#deps.clock.now() + ANSWERED_WITHIN_MS;
    const change: PhoneChange = { kind: 'ask', listId: list.id, code, question, expiresAt, route };
    // The question that was asked before is only repeated.
    return enrolling(question, known === undefined ? change : undefined);
  }

  #confirm(
    { from, route }: Asked,
    code: string | undefined,
    said: Tongue | undefined,
    person: Enrolled,
  ): Done {
    const [first] = person.pending;
    if (first === undefined) return undefined;
    const tongue = this.#tongue(said, person);
    const [word = ''] = first.list.words;
    if (person.optedOut) return enrolling(enrolmentText('startFirst', tongue, { word }));
    if (code === undefined) return enrolling(questionText(first.list.name, first.code));
    const meant: PendingOptIn | undefined = person.pending.find((one) => one.code === code);
    if (meant === undefined) return enrolling(enrolmentText('wrongCode', tongue), { kind: 'wrongCode' });
    const { list } = meant;
    return enrolling(this.#welcome(from, list, tongue), { kind: 'join', listId: list.id, route });
  }

  #welcome(to: Msisdn, { name, welcome }: OpenList, tongue: Tongue): string {
    const { organisation, senderFor } = this.#deps;
    const sender = senderFor(to);
    const shown = sender ?? (tongue === 'fr' ? 'ce numéro' : 'this number');
    if (welcome !== undefined) return ownWelcome(welcome, name, shown);
    // Only a number can be saved: an alphanumeric sender shows its name by itself.
    const canSave = organisation !== undefined && (sender === undefined || toMsisdn(sender) !== undefined);
    return enrolmentText(canSave ? 'welcomeAndSave' : 'welcome', tongue, {
      list: shownName(name),
      sender: shown,
      organisation: organisation ?? '',
    });
  }

  #tongue(said: Tongue | undefined, { language }: Enrolled): Tongue {
    return said ?? spoken(language ?? this.#deps.language ?? 'fr');
  }
}

/** The language of ours that is used for somebody who speaks this one. */
const spoken = (language: string): Tongue => (language === 'fr' ? 'fr' : 'en');

const done =
  (handledAs: Handling) =>
  (reply: string, change?: PhoneChange): Done => ({ handledAs, reply, isLimited: true, change });
const enrolling = done('enrolment');
const registered = done('registration');

const infoOf = ({ lists, language, postalCode, optedOut }: Enrolled, tongue: Tongue): string =>
  enrolmentText(optedOut ? 'infoOptedOut' : 'info', tongue, {
    lists: lists.length === 0 ? '-' : quote(lists.map(({ name }) => shownName(name)).join(', '), MOST_LISTS),
    language: language ?? '-',
    postalCode: postalCode ?? '-',
  });
