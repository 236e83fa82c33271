import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { importQuery, jobView } from '../../../http/v1/people/import-view.ts';
import { ask, list, query } from '../client.ts';

export type ImportJob = z.output<typeof jobView>;
export type ImportAsked = z.input<typeof importQuery>;

/** States in which the counts still grow. */
const isMoving = (job: ImportJob | undefined): boolean =>
  job !== undefined && ['receiving', 'waiting', 'running'].includes(job.state);

const ASK_AGAIN_MS = 500;

export const importsQuery = () =>
  queryOptions({
    queryKey: ['people', 'imports'],
    queryFn: ({ signal }) => list<typeof jobView>('/v1/imports?limit=20', { signal }),
  });

export const importQueryOf = (id: number) =>
  queryOptions({
    queryKey: ['people', 'import', id],
    queryFn: ({ signal }) => ask<typeof jobView>(`/v1/imports/${id}`, { signal }),
    // No event tells how far an import is.
    refetchInterval: ({ state }) => (isMoving(state.data) ? ASK_AGAIN_MS : false),
  });

/** The browser reads the file as it sends it: it is never whole in memory. */
export const checkFile = (
  file: Blob,
  { map = [], ...asked }: ImportAsked & { readonly map?: readonly string[] },
  key: string,
): Promise<ImportJob> => {
  const columns = [map].flat().map((one) => `&map=${encodeURIComponent(one)}`);
  return ask<typeof jobView>(
    `/v1/imports${query({ ...asked, dryRun: 'true', list: asked.list as number | undefined })}${columns.join('')}`,
    {
      method: 'POST',
      // The gateway takes this type only, whatever the browser believes that the file is.
      body: file.slice(0, file.size, 'text/csv'),
      contentType: 'text/csv',
      key,
    },
  );
};

export const runImport = (id: number): Promise<ImportJob> =>
  ask<typeof jobView>(`/v1/imports/${id}/run`, { method: 'POST' });
