import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../words/format.ts';
import { Said } from './said.tsx';

interface Props {
  /** In E.164. */
  readonly number: string;
  /** The name of the contact with this number, if there is one. */
  readonly name?: string | null;
}

/** A person by name and number, as a link to what is known of that number. */
export const PersonLink = ({ number, name }: Props): ReactNode => {
  const { phone } = useFormats();
  return (
    <Link href={`/people?number=${encodeURIComponent(number)}`} className="person-link">
      {name != null && (
        <>
          <Said>{name}</Said>{' '}
        </>
      )}
      <span className="figures phone-number">{phone(number)}</span>
    </Link>
  );
};
