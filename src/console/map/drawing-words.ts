import type { Shape } from '../../kernel/shape/shape.ts';
import { useFormats } from '../words/format.ts';
import { useWords } from '../words/i18n.ts';
import type { Draft } from './shape/draft.ts';
import { crossingOf, type Fault, faultOf, type LatLon } from './shape/geometry.ts';
import { degrees } from './shape/graticule.ts';
import type { Happened } from './use-drawing.ts';
import { mapWords } from './words.ts';

const FAULTS = {
  fewPoints: 'fewPoints',
  manyPoints: 'manyPoints',
  offEarth: 'offEarth',
  dateLine: 'dateLine',
  nothing: 'nothing',
  radius: 'radiusWrong',
  noCodes: 'noCodes',
} as const satisfies Readonly<Record<Fault, string>>;

const PLACE_DIGITS = 4;
const KILOMETRE_M = 1000;
const HECTARES = 100;

/** The sentences about what is being drawn. */
export const useDrawingWords = () => {
  const say = useWords(mapWords);
  const { number } = useFormats();
  const letters = say('letters');
  const place = ([lat, lon]: LatLon): string =>
    `${degrees(lat, 'lat', PLACE_DIGITS, letters)}, ${degrees(lon, 'lon', PLACE_DIGITS, letters)}`;
  const length = (metres: number): string =>
    metres < KILOMETRE_M
      ? say('metres', { n: number(metres) })
      : say('kilometres', { n: number(Number((metres / KILOMETRE_M).toFixed(2))) });
  return {
    place,
    length,
    size: (km2: number): string =>
      km2 < 1
        ? say('hectares', { n: number(Number((km2 * HECTARES).toFixed(1))) })
        : say('squareKm', { n: number(Number(km2.toFixed(km2 < 10 ? 2 : 0))) }),
    /** What to do next. */
    next: ({ kind, points, isDone, centre, radiusM }: Draft): string => {
      const count = { count: points.length, n: number(points.length) };
      if (kind === 'circle')
        return say(centre === undefined ? 'startCircle' : radiusM === undefined ? 'edge' : 'doneCircle');
      if (kind === 'postalCodes') return '';
      if (points.length === 0) return say('start');
      if (isDone) return say('done');
      return points.length < 3 ? say('goOn', count) : say('mayClose', count);
    },
    /** What a screen reader says of the last act. */
    happened: (one: Happened | undefined): string => {
      if (one === undefined) return '';
      switch (one.what) {
        case 'cross':
          return say('crossAt', { place: place(one.place) });
        case 'point':
          return say('setAt', { n: number(one.count), place: place(one.place) });
        case 'centre':
          return say('centreAt', { place: place(one.place) });
        case 'radius':
          return say('radiusIs', { length: length(one.count) });
        case 'closed':
          return say('closedSaid', { count: one.count, n: number(one.count) });
      }
    },
    /** Why the gateway would refuse it. */
    fault: (shape: Shape | undefined): string | undefined => {
      const fault = shape && faultOf(shape);
      return fault && say(FAULTS[fault]);
    },
    /** What it would take, and what is probably a mistake. */
    warning: ({ kind, points }: Draft): string | undefined => {
      const crossing = kind === 'polygon' ? crossingOf(points) : undefined;
      return crossing && say('crossing', { one: number(crossing[0]), other: number(crossing[1]) });
    },
  };
};
