import {
  type CSSVariablesResolver,
  createTheme,
  DEFAULT_THEME,
  type MantineColorsTuple,
} from '@mantine/core';

/** Greys with a little blue, as the surfaces of the dark scheme (below) have them; the first is that of texts. */
const dark: MantineColorsTuple = [
  ...(['#e3e7ec', '#c3cad3', '#a3acb7', '#7c8794', '#5a6673'] as const),
  ...(['#3d4650', '#2a313a', '#1d2228', '#171c21', '#14181d'] as const),
];

/** Violet is used for exercises and nothing else; red for danger and what is live. */
const colors: Record<string, MantineColorsTuple> = {
  dark,
  accent: DEFAULT_THEME.colors.blue,
  danger: DEFAULT_THEME.colors.red,
  exercise: DEFAULT_THEME.colors.violet,
};

// Shade 9 has a contrast of 4.5 or more with white text (WCAG 2.2, 1.4.3).
export const theme = createTheme({
  colors,
  primaryColor: 'accent',
  primaryShade: { light: 9, dark: 9 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  // A tired eye at night: nothing below 15 pixels.
  fontSizes: { xs: '0.9375rem', sm: '1rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  headings: {
    sizes: { h1: { fontSize: '1.75rem' }, h2: { fontSize: '1.375rem' }, h3: { fontSize: '1.125rem' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // Their <header> would be a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    // It would be a child of the menu that is no item of it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
  respectReducedMotion: true,
});

/** The colours whose contrast Mantine leaves below WCAG 2.2 AA. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--quiet': '#4a525b',
    '--surface': '#ffffff',
    '--ground': '#f4f5f7',
    '--line': '#c9ced6',
    '--good': '#1b6e37',
    '--bad': '#b3261e',
    '--warn': '#8a5300',
    '--field': '#7c848d',
    '--mantine-color-dimmed': '#4a525b',
    '--mantine-color-placeholder': '#5f6873',
    '--mantine-color-error': '#b3261e',
    // Under the pointer, Mantine's own shade leaves the contrast of the words below 4.5.
    '--mantine-color-accent-light-hover': '#dceeff',
    '--mantine-color-danger-light-hover': '#ffe9e9',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--quiet': '#b6bec8',
    '--surface': '#1d2228',
    '--ground': '#14181d',
    '--line': '#3d4650',
    '--good': '#6fce8c',
    '--bad': '#ff9a91',
    '--warn': '#f3c069',
    '--field': '#7c8794',
    '--mantine-color-dimmed': '#b6bec8',
    '--mantine-color-placeholder': '#a3acb7',
    '--mantine-color-error': '#ff9a91',
    // Mantine makes them nearly white: a button that removes would look like one that adds.
    '--mantine-color-danger-light-color': '#ff9a91',
    '--mantine-color-accent-light-color': '#8cc8ff',
    '--mantine-color-exercise-light-color': '#c4b0ff',
    '--mantine-color-body': '#1d2228',
  },
});
