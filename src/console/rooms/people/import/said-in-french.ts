import { unbroken } from '../../../words/french-spacing.ts';

/** What the gateway says of rows and files, for people who read French. Its own words stay where none is known. */
const FRENCH: readonly (readonly [RegExp, string])[] = [
  [
    /^is no phone number.*$/,
    "n'est pas un numéro de téléphone : écrivez-le avec l'indicatif, par exemple +33639980001",
  ],
  [/^is missing: a position is both$/, 'manque : une position a une latitude et une longitude'],
  [/^is missing$/, 'manque'],
  [/^is no language, such as fr$/, "n'est pas une langue, par exemple fr"],
  [/^is no latitude in degrees$/, "n'est pas une latitude en degrés"],
  [/^is no longitude in degrees$/, "n'est pas une longitude en degrés"],
  [/^is no postal code$/, "n'est pas un code postal"],
  [/^is longer than (\d+) characters$/, 'est plus long que $1 caractères'],
  [/^is none of (.*)$/, "n'est rien de : $1"],
  [/^is no date or time, such as (.*)$/, "n'est pas une date, par exemple $1"],
  [/^has (\d+) cells, the header (\d+)$/, "a $1 cellules, l'en-tête $2"],
  [/^holds a NUL$/, 'contient un caractère nul'],
  [/^is not (\S+)$/, "n'est pas en $1"],
  [
    /^has a quote that opens and is not closed: rows? (\d+)(?: to (\d+))? (?:is|are) .*$/,
    'a un guillemet ouvert et jamais fermé : les lignes à partir de $1 seraient dans cette cellule ; elles sont lues à part',
  ],
  [/^has a quote that opens and is not closed$/, 'a un guillemet ouvert et jamais fermé'],
  [/^cannot be read$/, 'ne peut pas être lue'],
  [/^the file is empty$/, 'le fichier est vide'],
  [/^the file has no column "(.*)"$/, "le fichier n'a pas de colonne « $1 »"],
  [/^the file has more than (\d+) columns$/, 'le fichier a plus de $1 colonnes'],
  [
    /^no column is the number:.*$/,
    "aucune colonne n'est le numéro : dites laquelle, ou nommez-la « numéro »",
  ],
  [
    /^two columns are both (\S+):.*$/,
    'deux colonnes sont toutes les deux $1 : donnez autre chose à une des deux',
  ],
  [
    /^no attribute can be called "(.*)":.*$/,
    "aucun champ ne peut s'appeler « $1 » : donnez-lui un autre nom",
  ],
  [/^it was not run within a day$/, "il n'a pas été lancé dans la journée"],
  [/^the gateway ended while the file came$/, "la passerelle s'est arrêtée pendant l'envoi du fichier"],
  [/^something unexpected went wrong$/, "quelque chose d'inattendu s'est produit"],
  [/^has several lines:.*$/, 'a plusieurs lignes : vérifiez si un guillemet manque'],
  [/^is outside the country,.*$/, 'est hors du pays, et dedans si latitude et longitude sont échangées'],
  [
    /^is no language that BCP 47 names:.*$/,
    "n'est aucune langue connue : aucun texte ne sera dans cette langue",
  ],
  [/^is not how BCP 47 writes.*$/, "n'est pas l'écriture usuelle de cette langue, par exemple fr pour fra"],
  [/^(?:is a|is an|is) .*, and may get no SMS$/, 'ne peut peut-être pas recevoir de SMS'],
  [
    /^the file does not say its encoding, and is read as ([^:]+):.*$/,
    'le fichier ne dit pas son codage, et est lu comme $1 : si des lettres sont fausses, enregistrez-le en UTF-8',
  ],
];

export const saidInFrench = (message: string): string => {
  const known = FRENCH.find(([pattern]) => pattern.test(message));
  return known === undefined ? message : unbroken(message.replace(known[0], known[1]));
};
