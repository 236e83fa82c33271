import { isSet, type ScenarioPlan } from '../../domain/alerts/scenario.ts';
import { type Bound, type Bounds, type Outside, outsideOf } from '../../domain/templates/bounds.ts';
import { isFilledIn, whyNotFit } from '../../domain/templates/fill.ts';
import { isPersonal, namesIn, parseTemplate } from '../../domain/templates/pieces.ts';
import type { Content, Values } from '../../domain/templates/template.ts';
import { parsePattern } from '../../domain/templates/value-pattern.ts';

/** All texts that an alert of this plan may send: its own, that of a cancel and that of its end. */
export const contentsOf = ({
  content,
  cancelContent,
  endContent,
}: Pick<ScenarioPlan, 'content' | 'cancelContent' | 'endContent'>): readonly Content[] =>
  [content, cancelContent, endContent].filter((one) => one !== undefined);

/** The placeholders that a launch may give a value for, each once, in the order of the texts. */
const openValues = (plan: ScenarioPlan): readonly string[] => {
  const names = contentsOf(plan).flatMap((content) =>
    content.variants.flatMap(({ text, short = '' }) =>
      [text, short].flatMap((raw) => {
        const parsed = parseTemplate(raw);
        return parsed.kind === 'pieces'
          ? namesIn(parsed.pieces).filter((name) => !isPersonal(name) && !isFilledIn(content, name))
          : [];
      }),
    ),
  );
  return [...new Set(names)].filter((name) => !isSet(plan, name));
};

/** The bounds of all open values; undefined for a value that has none of its own. */
export const boundsOf = (plan: ScenarioPlan): Readonly<Record<string, Bound | undefined>> =>
  Object.fromEntries(openValues(plan).map((name) => [name, own(plan.bounds, name)]));

/**
 * The values of a launch that the approval of the scenario doesn't cover. A value without a bound of its own must be
 * plain where the policy asks for a second person: otherwise the value could say anything in the name of the approver.
 */
export const outsideOfPlan = (
  plan: ScenarioPlan,
  values: Values,
  asksSecond: boolean,
): readonly Outside[] => {
  const given = Object.entries(values).filter(([key]) => !isSet(plan, key));
  return outsideOf(plan.bounds ?? {}, Object.fromEntries(given), {
    otherwise: asksSecond ? 'plain' : 'free',
  });
};

/** What is wrong with the bounds of a plan, each fault at its field of the body. */
export const faultsOfBounds = (
  plan: ScenarioPlan,
): readonly { readonly path: string; readonly message: string }[] => {
  const open = openValues(plan);
  return Object.entries(plan.bounds ?? {}).flatMap(([name, bound]) => {
    const path = `bounds.${name}`;
    if (!open.includes(name)) return [{ path, message: `no text leaves {${name}} open` }];
    if ('oneOf' in bound) {
      return bound.oneOf.flatMap((value, index) => {
        const why = whyNotFit(value);
        return why === undefined ? [] : [{ path: `${path}.oneOf[${index}]`, message: why }];
      });
    }
    const pattern = parsePattern(bound.pattern);
    return typeof pattern === 'string' ? [{ path: `${path}.pattern`, message: pattern }] : [];
  });
};

const own = (bounds: Bounds | undefined, name: string): Bound | undefined =>
  bounds !== undefined && Object.hasOwn(bounds, name) ? bounds[name] : undefined;
