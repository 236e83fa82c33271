import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Audience } from '../../../api/alerts/alerts.ts';
import { ask } from '../../../api/client.ts';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { beforeWords } from '../words/before-words.ts';

type Term = Audience['include'][number];
type Named = 'list' | 'segment' | 'area';

const NAMED: readonly Named[] = ['list', 'segment', 'area'];

/** The kind and the id of a term that has a name of its own; undefined: it has none. */
const namedOf = (term: Term): { readonly kind: Named; readonly id: number } | undefined => {
  for (const kind of NAMED) {
    const id = (term as Readonly<Record<string, unknown>>)[kind];
    if (typeof id === 'number') return { kind, id };
  }
  return undefined;
};

/** Whom an alert is for, by the names that people gave to lists, segments and areas. */
export const AudienceSaid = ({ audience }: { readonly audience: Audience }): ReactNode => {
  const say = useWords(beforeWords);
  const may = useMay();
  const { number } = useFormats();
  const groups = [
    { word: 'include', terms: audience.include },
    { word: 'within', terms: audience.within ?? [] },
    { word: 'exclude', terms: audience.exclude ?? [] },
  ] as const;
  const named = groups.flatMap(({ terms }) => terms.flatMap((term) => namedOf(term) ?? []));
  const names = useQueries({
    queries: named.map(({ kind, id }) => ({
      queryKey: ['people', `${kind}s`, id, 'name'],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        ask(`/v1/${kind}s/${id}`, { signal }) as Promise<{ readonly name: string }>,
      enabled: may('readPeople'),
      retry: false,
    })),
  });
  const wordOf = (term: Term): string => {
    const of = namedOf(term);
    if (of !== undefined) {
      const at = named.findIndex(({ kind, id }) => kind === of.kind && id === of.id);
      return say(of.kind, { name: names[at]?.data?.name ?? String(of.id) });
    }
    if ('roster' in term) return say('roster', { name: term.roster });
    if ('numbers' in term)
      return say('numbers', { count: term.numbers.length, n: number(term.numbers.length) });
    return say('shape');
  };
  const linked = (term: Term): ReactNode => {
    const of = namedOf(term);
    const said = <Said>{wordOf(term)}</Said>;
    // The page of an area shows it on the map, and says which places of the map are in it.
    return of !== undefined && may('readPeople') ? (
      <Link href={`/people/${of.kind}s/${of.id}`}>{said}</Link>
    ) : (
      said
    );
  };
  if (audience.include.length === 0) return <p>{say('nobody')}</p>;
  return groups
    .filter(({ terms }) => terms.length > 0)
    .map(({ word, terms }) => (
      <p key={word} className="alert-audience">
        {say(word)}{' '}
        {terms.map((term, index) => (
          <span key={JSON.stringify(term).slice(0, 100)}>
            {index > 0 && ', '}
            <b>{linked(term)}</b>
          </span>
        ))}
      </p>
    ));
};
