/** Why no message was made. */
export interface Refused {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export const faultsOf = ({ errors }: Refused): string =>
  errors.map(({ path, message }) => `${path} ${message}`).join(', ');
