interface Policies {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

/**
 * The one way from a text to HTML, where the browser knows Trusted Types: only texts without an element, as Mantine
 * writes them into its style elements. Texts to scripts and to addresses of scripts have no way at all.
 */
const allowStylesOnly = (): void => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies };
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('the console makes no HTML from texts');
      return text;
    },
  });
};

allowStylesOnly();
