import type { Change, Named, NamedRepository } from '../../kernel/named.ts';
import type { Content, Finding, Values } from './template.ts';
import type { LibraryTemplate } from './template-library.ts';

export interface TemplateRepositories {
  readonly templates: NamedRepository<Content>;
}

/** The findings contain errors, and nothing was stored. */
export interface Unfit {
  readonly kind: 'unfit';
  readonly findings: readonly Finding[];
}

interface LintOptions {
  /** The values given by the operator. Left out: each value counts with its greatest length. */
  readonly values?: Values | undefined;
  /** Languages that should be there, such as those of the audience. */
  readonly languages?: readonly string[] | undefined;
}

/** Errors and warnings in a content, errors first. */
export type Lint = (content: Content, options?: LintOptions) => readonly Finding[];

/** Keeps templates. Only those without errors are stored. */
export interface TemplateService extends Pick<NamedRepository<Content>, 'get' | 'list' | 'remove'> {
  /** The templates that come with the product. */
  readonly library: readonly LibraryTemplate[];
  readonly lint: Lint;
  /** `taken`: another template has the name. */
  create(name: string, content: Content): Promise<Named<Content> | 'taken' | Unfit>;
  /** @param version the version to replace; undefined: the current one */
  replace(
    id: number,
    name: string,
    content: Content,
    version: number | undefined,
  ): Promise<Change<Named<Content>> | Unfit>;
}
