import type { ReactNode } from 'react';

/**
 * A text that came from outside: a phone, a contact, a file. It is shown as plain text, and no control character for
 * the direction in it can turn what is around it (UAX #9, isolates).
 */
export const Said = ({ children }: { readonly children: string | null | undefined }): ReactNode => (
  <bdi className="said">{children}</bdi>
);
