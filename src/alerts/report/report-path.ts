/** The path of the CSV with a line for each person whom the alert did not reach. */
export const notReachedCsv = (alert: number): string => `/v1/alerts/${alert}/report?format=csv&of=notReached`;
