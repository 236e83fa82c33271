import { pictures } from 'virtual:guide-pictures';
import { Group, NavLink, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Link, Route, Switch } from 'wouter';
import french from '../../../../docs/operators-guide.fr.md?raw';
import english from '../../../../docs/operators-guide.md?raw';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';
import { useFormats } from '../../words/format.ts';
import { unbrokenMarkdown } from '../../words/french-spacing.ts';
import { useLanguage, useWords } from '../../words/i18n.ts';
import { type Chapter, chaptersOf, searchIn } from './chapters.ts';
import './guide.css';
import { guideWords } from './words.ts';

const GUIDES = { en: chaptersOf(english), fr: chaptersOf(unbrokenMarkdown(french)) };

/** The operators' guide, from what was built in: it needs no network but the gateway. */
export const GuideRoom = (): ReactNode => (
  <Switch>
    <Route path="/guide/all" component={WholeGuide} />
    <Route path="/guide/:page">{({ page }) => <OneChapter page={page} />}</Route>
    <Route>
      <OneChapter page="first" />
    </Route>
  </Switch>
);

/**
 * A picture, as large as the text is wide. On a phone that is too small to read: pressed, it opens by itself.
 * @param isAll the whole guide is read on paper, and the browser must not leave out what was never scrolled to
 */
const Picture = ({
  src = '',
  alt,
  isAll,
}: Pick<ComponentProps<'img'>, 'src' | 'alt'> & { readonly isAll: boolean }): ReactNode => {
  const picture = pictures[src];
  if (picture === undefined) return alt;
  return (
    <a href={picture.src} target="_blank" rel="noreferrer" className="guide-picture">
      <img {...picture} alt={alt} loading={isAll ? 'eager' : 'lazy'} decoding={isAll ? 'sync' : 'async'} />
    </a>
  );
};

/** Links to other files of the documentation are not served here: they are named, not followed. */
const useComponents = (isAll: boolean): Components => {
  const say = useWords(guideWords);
  return {
    img: ({ src, alt }) => <Picture src={src} alt={alt} isAll={isAll} />,
    a: ({ href, children }) => (
      <span>
        {children} ({say('elsewhere', { path: `docs/${href}` })})
      </span>
    ),
  };
};

const Body = ({ text, isAll = false }: { readonly text: string; readonly isAll?: boolean }): ReactNode => (
  <div className="guide-text">
    <Markdown remarkPlugins={[remarkGfm]} components={useComponents(isAll)}>
      {text}
    </Markdown>
  </div>
);

interface ContentsProps {
  readonly chapters: readonly Chapter[];
  readonly page: string;
}

const Contents = ({ chapters, page }: ContentsProps): ReactNode => {
  const say = useWords(guideWords);
  const { number } = useFormats();
  const [typed, setTyped] = useState('');
  const shown = typed.trim() === '' ? chapters : searchIn(chapters, typed);
  return (
    <nav aria-label={say('contents')} className="guide-contents not-printed">
      <search>
        <TextInput
          label={say('search')}
          placeholder={say('searchHint')}
          leftSection={<IconSearch aria-hidden size={18} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </search>
      <Text role="status" c="dimmed" size="sm">
        {typed.trim() !== '' &&
          (shown.length === 0
            ? say('foundNone')
            : say('found', { count: shown.length, n: number(shown.length) }))}
      </Text>
      {shown.map((one) => (
        <NavLink
          key={one.page}
          component={Link}
          href={`/guide/${one.page}`}
          active={one.page === page}
          aria-current={one.page === page ? 'page' : undefined}
          label={one.title}
        />
      ))}
      <Link href="/guide/all">{say('all')}</Link>
    </nav>
  );
};

const OneChapter = ({ page }: { readonly page: string }): ReactNode => {
  const say = useWords(guideWords);
  const { intro, chapters } = GUIDES[useLanguage()];
  const index = chapters.findIndex((one) => one.page === page);
  const chapter = chapters[index];
  const [previous, next] = [chapters[index - 1], chapters[index + 1]];
  return (
    <Page title={chapter === undefined ? say('title') : `${say('title')} – ${chapter.title}`}>
      <div className="guide">
        <Contents chapters={chapters} page={page} />
        <article className="card guide-chapter">
          {chapter === undefined ? (
            <Empty title={say('noSuch')} hint={say('noSuchHint')} />
          ) : (
            <Stack>
              {index === 0 && <Body text={intro} />}
              <Body text={chapter.text} />
              <Group justify="space-between" className="not-printed">
                {previous === undefined ? (
                  <span />
                ) : (
                  <Link href={`/guide/${previous.page}`}>{say('previous', { title: previous.title })}</Link>
                )}
                {next !== undefined && (
                  <Link href={`/guide/${next.page}`}>{say('next', { title: next.title })}</Link>
                )}
              </Group>
            </Stack>
          )}
        </article>
      </div>
    </Page>
  );
};

const WholeGuide = (): ReactNode => {
  const say = useWords(guideWords);
  const { intro, chapters } = GUIDES[useLanguage()];
  return (
    <Page title={say('title')}>
      <div className="guide">
        <Contents chapters={chapters} page="all" />
        <article className="card guide-chapter">
          <Body text={intro} isAll />
          {chapters.map(({ page, title, text }) => (
            <section key={page} aria-labelledby={page}>
              <Title order={2} id={page} mt="lg">
                {title}
              </Title>
              <Body text={text} isAll />
            </section>
          ))}
        </article>
      </div>
    </Page>
  );
};
