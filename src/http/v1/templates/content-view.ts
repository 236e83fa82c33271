import type { z } from 'zod';
import type { Content, Finding } from '../../../domain/templates/template.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import type { contentBody, findingView } from './content-body.ts';

export const viewFinding = ({ level, code, variant, message }: Finding): z.output<typeof findingView> => ({
  level,
  code,
  variant: variant ?? null,
  message,
});

export const viewContent = (content: Content): z.output<typeof contentBody> => ({
  ...content,
  variants: [...content.variants],
});

/** The errors among the findings, each at its field of the body. */
export const fieldErrorsOf = (content: Content, findings: readonly Finding[]): readonly FieldError[] =>
  findings
    .filter(({ level }) => level === 'error')
    .map(({ code, variant, message }) => ({
      path: code === 'badValue' ? 'values' : pathOf(content, variant),
      message,
    }));

const pathOf = ({ variants }: Content, label: string | undefined): string => {
  const [language, short] = label?.split('/') ?? [];
  const index = variants.findIndex((variant) => variant.language === language);
  if (index < 0) return 'content';
  return `content.variants[${index}].${short === undefined ? 'text' : 'short'}`;
};
