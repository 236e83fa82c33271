import { Component, type ReactNode } from 'react';

interface Props {
  /** A change of it gives the page another chance. */
  readonly of: string;
  readonly fallback: (error: unknown, again: () => void) => ReactNode;
  readonly children: ReactNode;
}

interface State {
  readonly failure: { readonly error: unknown } | undefined;
}

/** Shows a page that failed as failed, and leaves the rest of the console as it is. */
export class Boundary extends Component<Props, State> {
  override state: State = { failure: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { error } };
  }

  override componentDidUpdate(before: Props): void {
    if (before.of !== this.props.of && this.state.failure !== undefined) this.#again();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === undefined ? this.props.children : this.props.fallback(failure.error, this.#again);
  }

  readonly #again = (): void => this.setState({ failure: undefined });
}
