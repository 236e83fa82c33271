/** The parts of a field with its description below, so that the fields of a row stand beside each other. */
export const DESCRIBED_BELOW: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];
