import type { Content } from '../../domain/templates/template.ts';
import type {
  TemplateRepositories,
  TemplateService,
  Unfit,
} from '../../domain/templates/template-service.ts';
import type { Clock } from '../../kernel/clock.ts';
import { library } from './library.ts';
import { lint } from './lint.ts';

/** Stores templates, and refuses those in which the linter finds an error. */
export const templateService = ({ templates }: TemplateRepositories, clock: Clock): TemplateService => ({
  library,
  lint,
  get: templates.get,
  list: templates.list,
  remove: templates.remove,
  create: async (name, content) => unfit(content) ?? (await templates.create(name, content, clock.now())),
  replace: async (id, name, content, version) =>
    unfit(content) ?? (await templates.replace(id, name, content, version)),
});

const unfit = (content: Content): Unfit | undefined => {
  const findings = lint(content);
  return findings.some(({ level }) => level === 'error') ? { kind: 'unfit', findings } : undefined;
};
