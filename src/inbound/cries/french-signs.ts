import { signsOf } from './signs.ts';

const WE = 'on/nous/je/j/suis/sommes/est/etes/sont/toujours/restes/reste/encore';
const KIN =
  'mere/pere/maman/papa/mamie/papy/papi/mari/femme/epouse/epoux/conjoint/compagne/compagnon/fils/fille/frere/soeur/bebe/' +
  'enfant*/voisin*/oncle/tante/cousin*/grand/grandmere/grandpere/ami*/collegue/copine/copain/il/elle/ils/elles/' +
  'monsieur/dame/homme/personne*/quelqu/vieux/vieille/petit*/gamin*/gosse*/nourrisson/patient*/jumeaux';
const SMALL = 'enfant*/petit*/bebe*/gamin*/gosse*/fils/fille/filles/nourrisson/jumeaux/neveu*/niece*';
const DO =
  'respire*/bouge*/sortir/marche*/descendre/evacuer/leve*/relev*/parler/ouvrir/partir/avaler/rejoindre/joindre';
const RESCUERS =
  'secours/ambulance/pompier*/samu/smur/police/gendarme*/medecin/docteur/helico*/bateau/urgences';
const NEEDED =
  'aide/secours/ambulance/pompier*/samu/police/gendarme*/medecin*/docteur/infirmiere/helico*/bateau/barque/eau/' +
  'nourriture/manger/boire/lait/couverture*/medicament*/medoc*/traitement/oxygene/insuline/soins/sang/ventoline/' +
  'piqure/seringue*/evacu*/assistance/quelqu/secouriste*/canot/sauvetage';
const PLACE =
  'toit/arbre/cave/sous/grenier/balcon/voiture/ascenseur/etage/maison/vehicule/camion/cage/chambre/decombres';

/** Cries and needs that words of denial in front of them take back: "pas besoin d'aide". */
export const frenchStates = signsOf(`
  sos
  mayday
  au/o secours
  a l aide
  besoin d/de/du/des _2 ${NEEDED}
  besoin ?urgent ?d/de ${RESCUERS}
  ambulance/pompiers/samu please/vite/urgent*/rapidement/rue
  faut _3 ${RESCUERS}
  faudrait _3 ${RESCUERS}
  faut nous/me/les/le/la/absolument _2 des/de/du/d ${NEEDED}
  faut des/de/du/d ${NEEDED}
  ${WE} _3 bloqu*/blok*
  ${KIN} _3 bloqu*/blok* ?dans/sous/a/au/chez/sur/en/depuis
  bloqu*/blok* dans/sous/au/sur/chez/ici/l/depuis/avec/en ?l ?le ?la ?un ?une ${PLACE}
  bloqu*/blok* depuis/ici
  coinc*/koinc*/koins*
  pieg*
  prisonnier* de/des/du
  ensevel*
  sous les/des/d decombres/gravats/ruines
  sous les/une/l/la avalanche/dalle/mur/plafond
  emport*/entrain* par
  effondr*/ecroul* _5 ${KIN}/dessous/dedans
  s est/etre effondr*/ecroul*
  inconscient*
  evanoui*
  perdu connaissance
  perd connaissance
  saign*
  perd/perds/perdu _2 sang
  hemorragi*
  bless*
  brulure*
  fracture*
  jambe/bras/cheville/hanche/dos/pied casse*
  casse la/le/une/un jambe/bras/cheville/hanche/col
  s est casse/casser
  malaise
  convuls*
  crise cardiaque/epilepsie/asthme/d
  infarctus
  avc
  arret cardiaque
  etouff*
  intoxiqu*
  allerg*
  choc/reaction allergique/anaphylactique
  noie/noyade/noyer/noyes/noient
  en train de ?se noyer/mourir/couler/bruler/partir
  accouch*
  contractions
  perdu/perd les eaux
  mal a/o/au/aux _2 poitrine/coeur/thorax/torax
  mal au bras gauche
  douleur* _3 poitrine/coeur/thorax/thoracique*/torax
  serre _2 poitrine
  insulin*
  hypoglyc*
  dialys*
  pacemaker
  respirateur
  oxygene
  concentrateur
  couveuse
  le/l/un/du/de feu _3 maison/immeuble/appart*/toit/voiture/cuisine/grange/chambre/batiment/etage/ecole/garage/cage/cave
  y a _2 feu/incendie
  prend/pris/prit/en feu
  feu arrive/approche/avance/encercle/gagne/progresse/est/nous/autour/partout/chez/derriere/devant/a/o/au/dans/ds
  au feu
  incendie/incendi dans/chez/au/a/rue/dans/en/cuisine/immeuble/appartement/hotel
  maison/immeuble/appart*/cuisine/grange/voiture/camion/foret/garage/toit/etage/batiment _1 brul*
  ca/sa/tout brul*
  flammes
  fumee*
  explos*
  odeur ?de gaz/fumee/brule
  sent/sens/sen/sentons/pue/schlingue _2 gaz/brule
  fuite/fuit* ?de gaz
  eau _3 mont*/rentr*/entr*/arriv*/envahi*/coul*/partout/genou*/taille/cou/poitrine/ventre/hanche*/etage
  eau ?est ?deja jusqu*
  monte ?toujours l eau
  inond* _1 chez/maison/appart*/cave/etage/chambre/sous
  chez/maison/appart*/chambre/etage/sommes/est _2 inond*
  sur/dans le/les/un/l/mon/notre toit*/arbre*
  sommes/est/suis/nuit au toit
  glissement de terrain
  avalanche
  va/vais/vont/vas/allons/allez mourir/crever/couler/noyer
  meurs/meurt/meurent
  en finir
  veux/veut ?plus/me/se vivre/mourir/tuer/suicider/pendre/mourrir
  suicid*
  overdose
  avale* _3 medicament*/cachets/comprimes/javel/pile/boite
  couteau
  coups de feu
  tire* sur/dessus/partout
  arme*/fusil/pistolet/kalach*
  agress*
  viol/viole/violee
  frapp*/tape/battu*/menac*/poursui* ${KIN}/me/nous/moi
  me/nous/la/le frapp*/menac*/suit/poursui*/tape
  rentre*/entre*/cambriol*/force* _1 dans/chez/la _1 maison/appart*/moi/porte
  quelqu un _2 dans/chez _1 maison/appart*/moi
  suis/est/sommes cach*
  perdu*/egar*/paume* _2 montagne/foret/bois/neige/mer/grotte/glacier
  en panne en/au mer/large/montagne
  a la derive
  hypotherm*
  ${KIN} _2 tombe*/chut* ?dans/a/de/du/d
  suis/sommes tombe*/tombee dans/de/du/a/et/d/par
  tombe*/tomber sur la/le/ma/mon/notre/nous/sa/une/moi/lui/elle maison/voiture/toit/nous/moi/gens
  accident* _5 bless*/victime*/route/voiture/rue/grave*/rn*/a7/pont
  ${SMALL} _6 seul*
  seul*/perdu* _2 avec _2 ${SMALL}
  disparu*
  a disparu
`);

/** Cries that nothing takes back, since their own words of denial are part of them: "je ne peux pas respirer". */
export const frenchCries = signsOf(`
  aidez/aide/aider/secourez/sauvez/sauve/secour/aid moi/nous/la/le/ma/mon/notre/mes/vite/svp/please/s/il
  aidez m/ma/ns/mous/mwa
  venez/viens _1 vite/nous/me/m/chercher/secourir/aider/please/rapidement/urgent*/recuperer/sauver
  venir nous/me/m/la/le/les/vite/chercher ?chercher/aider/sauver/secourir/recuperer/ma/mon/mes/please
  faites/fait vite
  faites/fait quelque
  depech*/depeche vous/toi
  vite _1 please/secours/ambulance/pompiers/aide/medecin
  pouvez/peut/pourriez/pourrait venir _1 me/nous/chercher/please/aider/vite/s/on/recuperer
  envoyez/envoye/envoyer/envoi/envoie _2 ${RESCUERS}/quelqu/aide/monde/gens/equipe
  appelez/appelle/appeler/prevenez/prevenir/alertez _2 ${RESCUERS}/quelqu/112/15/18/17
  supplie*
  donnez/donne/apportez/apporte/amenez nous/moi _3 ${NEEDED}
  trouve*/trouvons pas/rien _2 eau/manger/medicament*/medecin/boire
  dort/dormons/dors _2 dehors/rue
  pitie
  ${KIN}/peux/peut/peuvent/pouvons/arrive/arrives/arrivons/arrivent/sais/veut/n pas/plus _2 ${DO}
  peux/peut/peuvent/pouvons/arrive/arrivons/arrivent/arrivez _2 pas/plus _2 ${DO}
  arrive*/peux/peut _2 mal a _1 respirer
  du/de mal a _1 respirer/parler
  respir* plus/pas/mal/difficilement
  repond* plus/pas _3 ${KIN}
  ${KIN} _3 repond* plus/pas
  112/15/18/17/samu/pompiers/secours _2 repond* pas/plus
  112/samu/pompiers/secours _2 injoignable*/saturee*/occupe*
  impossible de/d ?se ?nous ?me ${DO}
  ${KIN} _2 bouge* plus/pas
  plus/pas/sans/peu/manque* ?d/de/du _1 insulin*/oxygene/medic*/medoc*/traitement/ventoline
  avons/a/ai/ont/avait/as/avions pas/plus/rien ?rien ?d/de/a _2 eau/manger/boire/lait/nourriture/mange/bouffer/chauffage
  rien a manger/boire/bouffer
  sans eau/manger/lait/nourriture
  plus/pas d eau ni
  plus ?de rien
  bebe* sans _1 lait/biberon
  on/nous/avons/ont/enfants/meurt/meurent ?tres ?a/ont/avons/de faim/soif
  toujours personne
  personne ne/n ?nous ?est ?m vient/vien/venu*/arrive/repond/passe/aide
  attend*/attent* _3 secours/pompiers/ambulance/samu/helico*
  toujours/encore ?pas ?de ?les ?aucun secours
  crever ici
  veux pas mourir/crever
  perdons/perd/perds _1 espoir
`);

/** Words that say that it is over, or that the trouble is somebody else's. They take back the states beside them. */
export const frenchOver = signsOf(`
  eteint*
  maitris*
  termine*
  fini/finie/finis
  fausse alerte/alarme
  par erreur
  erreur de
  redescend*/baisse*/recul*/retir*
  sur place
  secours/pompiers/ambulance/samu/aide/eux/ils/medecin _2 arrive*/la/venu*/passe*/recu*/merci
  est/sont/etes arrive*/sauve*/secouru*/sorti*/retrouve*/soigne*
  evacues/sauves/secourus par
  plus/pas ?la besoin/peine
  inutile
  numero/kit/sortie/trousse d/de urgence/secours
  n est plus/pas/rien
  sain*/sains et sauf*
  bravo
  courage
  priere*
  hommage
  pensee*
  don/dons/collecte/donner/donne
  puis/peux/peut/pouvons/pourrais/veux/viens/souhaite je/on/nous/vous/t/les/te aider
  je/on/nous/j peux/peut/pouvons/veux/propose/pourrais aider/venir
  si ?vous ?tu ?y ?il ?quelqu ?un ?a ?avez/as besoin
  qui/quel*/comment/ou/quand/combien/pourquoi _3 secours/aide
  benevol*/volontaire*/disponible*
  exercice/simulation/film/serie/jeu/rire/blague
  bouchon*/embouteillage*/trafic/reunion/boulot/parking/peage
  poste/numero/formation/cours/centre/trousse/cote de ?premiers secours
`);

/** What makes a cry only together with another such thing. */
export const frenchHints: readonly ReturnType<typeof signsOf>[] = [
  'enceinte*',
  'bebe*/nourrisson',
  'enfant*/gosse*/gamin*/petits',
  'faim/soif',
  'peur/panique*/terrifi*',
  'batterie _2 vide/faible/plus/bientot\n1/2/3/4/5/6/7/8/9/10 ?de batterie',
  'fauteuil roulant/roulante\nhandicap*/paralys*/alite*/invalide',
  '75/76/77/78/79/80/81/82/83/84/85/86/87/88/89/90/91/92/93/94/95 ans\nage*/agee*/vieille/vieux/mamie/papi/papy',
  'froid/gele*/trempe*',
  'noir/obscurite',
  'route/routes/rue/pont coupe*/bloque*/barre*/inonde*',
  'diabet*/cardiaque/asthm*/epilept*/malade/fievre/cancer/alzheimer',
  'plus ?de ?d ?rien/electricite/courant/lumiere/chauffage/reseau/jus/batterie',
  'urgent*/urgence',
  'medicament*/medoc*/traitement',
  'seul/seule/seuls/seules',
  'hopital/samu/ambulance/pompiers/112',
  'appel* ?au _1 secours\nappel* _2 15/18/112',
].map(signsOf);
