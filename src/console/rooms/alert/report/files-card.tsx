import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { query, send } from '../../../api/client.ts';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { useLanguageName } from '../language-name.ts';
import { reportWords } from '../words/report-words.ts';

interface File {
  readonly path: string;
  readonly name: string;
}

/** Fetches a file as the gateway gave it, octet by octet: its digest is in the audit log. */
const fetchFile = async ({ path, name }: File): Promise<void> => {
  const blob = await (await send(path)).blob();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** The report as files that can be proved. */
export const FilesCard = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(reportWords);
  const language = useLanguage();
  const languageName = useLanguageName();
  const { id, question } = report.alert;
  const fetching = useMutation({ mutationFn: fetchFile });
  const base = `/v1/alerts/${id}/report`;
  const files: readonly (File & { readonly label: string })[] = [
    {
      label: say('page'),
      path: `${base}${query({ format: 'html', lang: language })}`,
      name: `alert-${id}-report.html`,
    },
    {
      label: say('csvNot'),
      path: `${base}${query({ format: 'csv', of: 'notReached', lang: language })}`,
      name: `alert-${id}-not-reached.csv`,
    },
    {
      label: say('csvAll'),
      path: `${base}${query({ format: 'csv', lang: language })}`,
      name: `alert-${id}.csv`,
    },
    ...(question === null
      ? []
      : [
          {
            label: say('csvSurvey'),
            path: `/v1/alerts/${id}/survey?format=csv`,
            name: `alert-${id}-survey.csv`,
          },
        ]),
    { label: say('json'), path: base, name: `alert-${id}.json` },
  ];
  return (
    <section className="card" aria-labelledby="report-files">
      <h2 id="report-files">{say('files')}</h2>
      <Text>{say('filesHint')}</Text>
      <Group mt="sm" className="not-printed">
        {files.map(({ label, ...file }) => (
          <Button
            key={label}
            variant="default"
            loading={fetching.isPending && fetching.variables.path === file.path}
            onClick={() => fetching.mutate(file)}
          >
            {label}
          </Button>
        ))}
      </Group>
      <ProblemNote error={fetching.error} />
      <dl className="report-digests">
        {report.proof.pages.map(({ lang, sha256 }) => (
          <div key={lang}>
            <dt>{say('digest', { language: languageName(lang) })}</dt>
            <dd>
              <code>{sha256}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
