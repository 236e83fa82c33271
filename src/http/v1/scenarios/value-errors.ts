import type { Finding } from '../../../domain/alerts/template.ts';
import type { FieldError } from '../../../intake/message-input.ts';

/** Why a scenario can't be launched with these values, at the field that has them. */
export const valueErrors = (findings: readonly Finding[]): readonly FieldError[] =>
  findings
    .filter(({ level }) => level === 'error')
    .map(({ message, variant }) => ({
      path: 'values',
      message: variant === undefined ? message : `${variant}: ${message}`,
    }));
