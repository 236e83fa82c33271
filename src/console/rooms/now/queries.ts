import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { alertView } from '../../../http/v1/alerts/alert-view.ts';
import type { correctionPreviewView } from '../../../http/v1/alerts/correction-view.ts';
import type { caseView } from '../../../http/v1/cases/case-view.ts';
import type { drillView } from '../../../http/v1/drills/drills.ts';
import type { nowView, rosterView } from '../../../http/v1/rosters/roster-view.ts';
import type { pendingActView } from '../../../http/v1/users/pending-acts.ts';
import { ask, list, query } from '../../api/client.ts';
import type { Alert, Case } from './told.ts';

export type EndPreview = z.output<typeof correctionPreviewView>;

/** More of one kind than this nobody reads here: the rooms have all of them. */
const MOST = 20;

export const alertsIn = (state: Alert['state']) =>
  queryOptions({
    queryKey: ['alerts', 'now', state],
    queryFn: ({ signal }) => list<typeof alertView>(`/v1/alerts${query({ state, limit: MOST })}`, { signal }),
  });

/** The newest alerts, to find the one that went out last. */
export const newestAlerts = () =>
  queryOptions({
    queryKey: ['alerts', 'now', 'newest'],
    queryFn: ({ signal }) => list<typeof alertView>('/v1/alerts?limit=50', { signal }),
  });

export const casesIn = (state: Case['state']) =>
  queryOptions({
    queryKey: ['cases', 'now', state],
    queryFn: ({ signal }) => list<typeof caseView>(`/v1/cases${query({ state, limit: MOST })}`, { signal }),
  });

export const takeCase = ({ id, version }: Pick<Case, 'id' | 'version'>) =>
  ask<typeof caseView>(`/v1/cases/${id}/take`, { method: 'POST', version });

export const waitingActs = () =>
  queryOptions({
    queryKey: ['pending-acts', 'now'],
    queryFn: ({ signal }) => list<typeof pendingActView>('/v1/pending-acts', { signal }),
  });

export const rosters = () =>
  queryOptions({
    queryKey: ['rosters', 'now'],
    queryFn: ({ signal }) => list<typeof rosterView>('/v1/rosters?limit=4', { signal }),
  });

/** Nobody tells when a shift ends: it is asked each minute. */
export const onDuty = (id: number) =>
  queryOptions({
    queryKey: ['rosters', id, 'now'],
    queryFn: ({ signal }) => ask<typeof nowView>(`/v1/rosters/${id}/now`, { signal }),
    refetchInterval: 60_000,
  });

export const drills = () =>
  queryOptions({
    queryKey: ['drills', 'now'],
    queryFn: ({ signal }) => list<typeof drillView>('/v1/drills', { signal }),
  });

type Seen = Pick<Alert, 'id' | 'version'>;

export const shorten = ({ id, version }: Seen) =>
  ask<typeof alertView>(`/v1/alerts/${id}/shorten`, { method: 'POST', version });

export const previewEnd = ({ id }: Pick<Seen, 'id'>) =>
  ask<typeof correctionPreviewView>(`/v1/alerts/${id}/end?dryRun=true`, { method: 'POST' });

export const tellEnd = ({ id, version }: Seen, key: string) =>
  ask<typeof alertView>(`/v1/alerts/${id}/end`, { method: 'POST', version, key });
