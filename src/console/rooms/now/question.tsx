import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** What stands at the right of the title. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** One of the four questions of the page, with its answer. */
export const Question = ({ title, aside, className = '', children }: Props): ReactNode => {
  const id = useId();
  return (
    <section className={`question ${className}`} aria-labelledby={id}>
      <div className="question-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
};
