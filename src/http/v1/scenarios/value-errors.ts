import type { Finding } from '../../../domain/templates/template.ts';
import type { FieldError } from '../../../intake/message-input.ts';

/** Errors that keep a scenario from being launched with these values, at the field `values`. */
export const valueErrors = (findings: readonly Finding[]): readonly FieldError[] =>
  findings
    .filter(({ level }) => level === 'error')
    .map(({ message, variant }) => ({
      path: 'values',
      message: variant === undefined ? message : `${variant}: ${message}`,
    }));
