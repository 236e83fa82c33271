/** Where a line for each person is whom an alert did not reach. */
export const notReachedCsv = (alert: number): string => `/v1/alerts/${alert}/report?format=csv&of=notReached`;
