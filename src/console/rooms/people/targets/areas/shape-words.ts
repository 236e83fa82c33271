import type { Shape } from '../../../../../kernel/shape/shape.ts';
import { useDrawingWords } from '../../../../map/drawing-words.ts';
import { squareKm } from '../../../../map/shape/geometry.ts';
import { useFormats } from '../../../../words/format.ts';
import { useWords } from '../../../../words/i18n.ts';
import { areaWords } from './words.ts';

const CODES_SHOWN = 6;
const M_PER_KM = 1000;

/** What an area is, in words: what the map shows, for everybody who does not see it. */
export const useShapeWords = () => {
  const say = useWords(areaWords);
  const { number } = useFormats();
  const words = useDrawingWords();
  return {
    what: (shape: Shape): string => {
      if ('circle' in shape) {
        const { lat, lon, radiusKm } = shape.circle;
        return say('circle', { length: words.length(radiusKm * M_PER_KM), place: words.place([lat, lon]) });
      }
      if ('polygon' in shape) {
        const count = shape.polygon.length - 1;
        return say('outline', { count, n: number(count) });
      }
      const { postalCodes } = shape;
      const codes = postalCodes.slice(0, CODES_SHOWN).join(', ');
      return say('codes', { codes: postalCodes.length > CODES_SHOWN ? `${codes} …` : codes });
    },
    size: (shape: Shape): string | undefined => {
      const km2 = squareKm(shape);
      return km2 === undefined ? undefined : words.size(km2);
    },
  };
};
