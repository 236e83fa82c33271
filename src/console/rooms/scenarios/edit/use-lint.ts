import { useQuery } from '@tanstack/react-query';
import { type Content, type Finding, lintQuery } from '../../../api/alerts/templates.ts';
import { usePaused } from '../../../parts/use-paused.ts';
import { lintable } from './form.ts';

const TYPING_MS = 300;

/** What the linter says of the content as it is typed; undefined while a text is missing. */
export const useLint = (content: Content): readonly Finding[] | undefined => {
  const settled = usePaused(content, TYPING_MS);
  const whole = lintable(settled);
  const { data } = useQuery(lintQuery(whole));
  return whole === undefined ? undefined : data?.findings;
};
