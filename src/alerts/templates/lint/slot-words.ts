/** What a warning has to say: who speaks, what happens, where, what to do, when. */
export const slots = ['source', 'hazard', 'place', 'action', 'time'] as const;
export type Slot = (typeof slots)[number];

interface Words {
  readonly source: ReadonlySet<string>;
  readonly hazard: ReadonlySet<string>;
  readonly place: ReadonlySet<string>;
  readonly time: ReadonlySet<string>;
  isAction(word: string): boolean;
}

const set = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')));

const notImperative = set('chez assez nez avez serez aurez pouvez pourrez etiez aviez riez rez');

// The words are in lower case without accents. A word that is missing here causes a needless warning at most.
const french: Words = {
  source: set(
    'prefecture prefet mairie maire ville commune departement region agglomeration sdis pompiers police gendarmerie',
    'samu hopital chu clinique ministere rectorat lycee universite direction exploitant regie astreinte cellule',
    'securite accueil etablissement syndicat service services',
  ),
  hazard: set(
    'crue crues inondation inondations feu feux incendie incendies fuite gaz toxique chimique chimiques fumee nuage',
    'explosion attaque menace agresseur tireur intrusion panne coupure electrique cyberattaque virus piratage',
    'orage orages tempete vent vents tornade cyclone neige verglas canicule chaleur froid grele avalanche',
    'glissement eboulement effondrement terrain tsunami vague submersion seisme tremblement barrage digue rupture',
    'nucleaire radioactif rejet iode contamination pollution contaminee polluee potable eau accident deraillement',
    'disparu disparue disparition enlevement recherche barree coupee fermee ferme fermes fermeture epidemie',
    'danger alerte exercice test incident urgence blanc renfort rappel fin',
  ),
  place: set(
    'rue avenue boulevard place quartier batiment immeuble site zone secteur centre village vallee pont route gare',
    'ecole lycee etage etages toit hauteur hauteurs riviere fleuve cote plage littoral maison domicile hopital chu',
    'salle hall aile station usine lac campus perimetre km metres rez locaux ici interieur sol rivage berges',
  ),
  time: set(
    'maintenant immediatement immediat aussitot vite urgence avant apres jusqu jusque des depuis heure heures minute minutes',
    'aujourd demain hier matin midi soir nuit minuit jour jours semaine lundi mardi mercredi jeudi vendredi samedi',
    'dimanche cours bientot attendant ordre avis nouvel',
  ),
  // The imperative in the polite and plural form: évacuez, restez, montez.
  isAction: (word) =>
    (word.endsWith('ez') && !notImperative.has(word)) || word === 'faites' || word === 'dites',
};

const verbs = set(
  'leave evacuate stay go move shelter close avoid boil drink call keep turn take wait run hide reply check report come',
  'return do don lock switch open use listen follow contact help look bring disconnect unplug confirm shut get climb',
  'seek cover remain resume read ignore work stop drive walk touch warn tell carry swallow enter ring wash throw start',
);

const english: Words = {
  source: set(
    'prefecture prefect council mayor town city county department region authority police fire brigade ambulance rescue',
    'hospital clinic ministry school university management operator utility desk team security reception company',
    'crisis civil service services',
  ),
  hazard: set(
    'flood floods flooding fire fires wildfire leak gas toxic chemical smoke cloud explosion attack attacker threat',
    'shooter intruder outage blackout power cyber cyberattack virus ransomware storm storms thunderstorm gale wind winds',
    'tornado cyclone hurricane snow ice heat heatwave cold hail avalanche landslide landslip mudslide collapse tsunami',
    'wave surge earthquake dam dyke levee breach nuclear radioactive release iodine contamination contaminated pollution',
    'polluted unsafe water accident derailment missing abduction blocked closed closure epidemic danger alert exercise',
    'test incident emergency recall reinforcement white over ended',
  ),
  place: set(
    'street avenue road square district building site zone area sector centre center village valley bridge station',
    'school floor floors roof ground river coast beach shore home house hospital hall wing plant lake campus perimeter',
    'km metres meters miles premises here inside indoors upstairs uphill inland banks',
  ),
  time: set(
    'now immediately immediate once quickly before after until till since from hour hours minute minutes today tomorrow',
    'yesterday morning noon midday afternoon evening night tonight midnight day days week monday tuesday wednesday',
    'thursday friday saturday sunday soon further notice',
  ),
  isAction: (word) => verbs.has(word),
};

const byLanguage = new Map([
  ['en', english],
  ['fr', french],
]);

/** Tells whether a word fills a slot; undefined for languages whose words are not known here. */
export const slotWords = (language: string): ((slot: Slot, word: string) => boolean) | undefined => {
  const words = byLanguage.get(language);
  if (words === undefined) return undefined;
  return (slot, word) => {
    if (slot === 'action') return words.isAction(word);
    return words[slot].has(word) || (slot === 'time' && /^\d{1,2}h/.test(word));
  };
};
