/**
 * Makes a check whether a position has its latitude and longitude swapped: it is outside the country, and inside it if
 * they are swapped. Without a country no position is. The borders are those of country-coder (ISC), overseas parts and
 * coastal waters included. The package is loaded only here, since its borders take about 30 MB.
 *
 * @param country ISO 3166-1 alpha-2
 */
export const swappedIn = async (
  country: string | undefined,
): Promise<(position: { readonly lat: number; readonly lon: number }) => boolean> => {
  if (country === undefined) return () => false;
  const { isIn } = await import('@rapideditor/country-coder');
  return ({ lat, lon }) =>
    Math.abs(lon) <= 90 && isIn([lon, lat], country) !== true && isIn([lat, lon], country) === true;
};
