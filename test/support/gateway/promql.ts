import { parser } from '@prometheus-io/lezer-promql';

/** A metric that an expression of Prometheus asks for, and the labels that it has to have there. */
interface Selected {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface Parsed {
  readonly selected: readonly Selected[];
  /** Labels by which results are grouped or joined. */
  readonly grouped: readonly string[];
  /** Where the expression can't be read, as text. */
  readonly faults: readonly string[];
}

/** Reads an expression with the grammar that Prometheus itself uses for its pages. */
export const parsePromql = (expr: string): Parsed => {
  const selected: { name: string; labels: string[] }[] = [];
  const grouped: string[] = [];
  const faults: string[] = [];
  let inGrouping = false;
  parser.parse(expr).iterate({
    enter: ({ name, from, to, type }) => {
      const text = expr.slice(from, to);
      if (type.isError) faults.push(`${expr} at ${from}`);
      else if (name === 'VectorSelector') selected.push({ name: '', labels: [] });
      else if (name === 'GroupingLabels') inGrouping = true;
      else if (name === 'Identifier') Object.assign(selected.at(-1) ?? {}, { name: text });
      else if (name === 'LabelName') (inGrouping ? grouped : selected.at(-1)?.labels)?.push(text);
    },
    leave: ({ name }) => {
      if (name === 'GroupingLabels') inGrouping = false;
    },
  });
  return { selected, grouped, faults };
};
