import { signsOf } from './signs.ts';

const KIN =
  'mother/mom/mum/mummy/father/dad/daddy/grandma/granny/grandpa/nan/husband/wife/son/daughter/kid/kids/child/children/' +
  'baby/babies/neighbour*/neighbor*/brother/sister/uncle/aunt/friend/man/woman/lady/people/person/he/she/they/family/' +
  'someone/somebody/partner/boyfriend/girlfriend/guy/boy/girl/nobody/twins/toddler';
const SMALL =
  'kid/kids/child/children/baby/babies/son/daughter/boy/girl/toddler/twins/grandson/grandchildren/newborn';
const DO =
  'breathe/breath/move/walk/stand/get/leave/escape/evacuate/reach/talk/speak/feel/climb/open/swallow/wake/see/swim/exit';
const HELP =
  'help/rescue/ambulance/doctor/medic*/medicine*/paramedic*/police/firefighter*/boat/boats/helicopter/water/food/milk/' +
  'blanket*/oxygen/insulin/evacuat*/shelter/aid/tent*/assistance/inhaler/someone/somebody/airlift/meds/nurse/epipen/formula';
const SENT =
  'help/someone/somebody/anyone/anybody/ambulance/police/boat/rescue/helicopter/firefighters/medics/doctor/people';

/** Cries and needs that words of denial in front of them take back: "nobody is hurt". */
export const englishStates = signsOf(`
  need/needs/needing _3 ${HELP}
  trapped
  stranded
  stuck in/on/at/under/here/inside/with/between/behind/underneath/upstairs/for/since/and
  we/i/m/re/are/is/still/am _1 stuck
  buried
  under/beneath the/a rubble/debris/collapsed/building/ruins/wall/avalanche
  collapsed/collapsing
  caved in
  swept away
  washed away
  injured
  wounded
  hurt/hurts
  bleeding
  bleed/bleeds
  broke/broken _1 leg/arm/hip/ankle/back/neck/wrist
  leg/arm/hip/ankle/back broken
  unconscious
  unresponsive
  fainted/fainting
  passed out
  collapsed
  heart attack
  cardiac
  stroke
  seizure*/seizing/convuls*
  chest pain/pains
  pain _3 chest
  chest hurts/tight*
  choking/choked/suffocat*
  allergic
  anaphyla*
  overdos*
  suicid*
  kill myself/himself/herself/themselves
  end my/it life/all
  want/wanna to die
  insulin
  diabetic _3 out/no/low/shock
  low blood sugar
  dialysis
  pacemaker
  ventilator
  oxygen
  wears/on o2
  epipen
  asthma attack
  inhaler
  ambulance/paramedics/firefighters please/urgent*/quick/now/needed/asap
  emergency please/at/here/in
  medical/health emergency/problem*/issue*
  in labour/labor
  giving birth
  contractions
  water/waters broke
  drown*
  underwater
  sinking
  capsiz*
  water _4 rising/rises/rise/waist/knee*/chest/neck/everywhere/entering/inside/coming/up/door/high/stairs/ceiling/flooding
  flooded/flooding/floods _2 in/house/home/us/basement/room/bedroom/fast/out
  house/home/basement/room/bedroom/floor _2 flooded/flooding
  on/onto/from the/our/my/a/her/his roof*/rooftop*
  in/inside the/our/my attic/tree
  up a tree
  landslide/mudslide/avalanche
  roof _2 about/fell/falling/gone/off/ripped/blown
  ceiling _3 fall*/fell/collaps*
  tree fell/down/fallen/on _3 house/car/us/roof
  on fire
  fire in/at/near/close/getting/coming/outside/next/behind/everywhere/approaching/closing/spreading/surrounds/around/is
  house/building/flat/apartment/kitchen/car/barn/forest burning
  there _1 fire
  flames
  smoke
  burning
  burns/burnt/burned _2 ${KIN}/badly/hand/face/arm
  explo*
  smell/smells/smelling/smelled ?strong/like/of/some/a gas/burning/smoke
  smell of gas
  gas leak/leaking/smell/everywhere
  carbon monoxide
  going/gonna to die
  gonna die
  dying/dies
  shooting/shooter
  gunshot*/gunfire
  shots/shot fired/at
  gun
  knife
  stabb*
  intruder*
  broke/breaking/broken in/into
  someone/somebody/stranger/man/men/people/he/they _2 in my/our house/flat/home/apartment
  hiding
  beating/hitting/attacking/hurting/following/threatening me/us/her/him/my
  attacked
  raped/rape
  kidnap*
  lost on/in/at the/a mountain*/woods/forest/sea/snow/hills/cave/fog/desert
  adrift
  hypotherm*
  freezing
  fell/fallen down/in/into/off/and/on/from/through/out
  ${SMALL} _4 alone
  alone with _3 ${SMALL}
  missing ${KIN}
  ${KIN} _2 missing
  accident/crash
  in the water/river/lake
  earthquake _3 ${KIN}
  cut off
`);

/** Cries that nothing takes back, since their own words of denial are part of them: "I can't breathe". */
export const englishCries = signsOf(`
  provide/give/bring/get us/me _4 ${HELP}
  would/d like/want/love _2 help
  can/don/didn/haven/couldn t find/have/get/got/found _2 food/water/doctor/medicine/insulin/place/electricity
  find _2 help
  do something ?for us/please/now/quick
  desperate
  no place to sleep/go
  sleep/sleeping/living _2 in/on the street*
  help me/us/her/him/them/now/please/my/our/quick*/fast/urgent*/asap/immediately
  help help
  please/urgent*/emergency help
  send _2 ${SENT}
  please/pls come/hurry/rescue/save
  somebody/someone/anyone/anybody please
  somebody/someone/anyone come/help/save/call
  come quick*/help/now/get/fast/save/rescue/and/asap
  can/could someone/somebody/anyone/you _1 come/help/get/rescue/pick
  hurry
  save/rescue me/us/my/our/her/him/them
  rescue needed/asap/now/please
  call 911/112/999/ambulance/police/an/the/paramedics/firefighters/someone
  can t/not/barely/hardly/unable/couldn _2 ${DO}
  isn/not/stopped/hardly/barely/difficulty/trouble/t breathing
  short of breath
  no/without/zero/lost food/drinking/air/oxygen/insulin/medication/medicine/meds/milk/pulse/way
  no more food/water/milk/insulin/oxygen/medicine/air
  no/without water _3 days/day/food/no/left/since/kids/children/baby/drink
  out/short of _1 insulin/oxygen/food/medicine/medication/meds/milk/air/formula
  run/running/runs out
  running low
  low on oxygen/insulin/food/air
  nothing to eat/drink
  starving/thirsty/hungry/hunger/thirst _5 ${KIN}/days/day/we/please/no/and
  are/re/is starving/thirsty
  won t/not/doesn/don/isn _1 respond*/answer*/wake*/waking
  not/won/isn _1 answering/responding/waking
  911/112/999 _3 answer*/busy/respond*/through/work*
  nobody/none _1 came/comes/coming/answers/answered/helping/here
  no one _1 came/comes/coming/answers/here/helping
  waiting for ?the ?a ?an rescue*/help/ambulance/boat/firefighters/helicopter
  don t want to die
  not ok/okay/safe/fine/well/good/alright
  unsafe
  missed _2 dialysis/insulin
  going to lose her/him/them
`);

/** Words that say that it is over, or that the trouble is somebody else's. They take back the states beside them. */
export const englishOver = signsOf(`
  out now
  fire is/s/was out
  put out
  is/are/it over
  under control
  contained
  false alarm
  by mistake
  was/is a mistake
  no more/longer help/needed/necessary
  was/were rescued/saved/safe
  got out
  going/gone/went down/back
  receding/receded/recedes
  back to
  on the/its/their way
  has/have arrived/come
  arrived/came thank*/thanks
  ambulance/help/rescue/police/they/firefighters/boat came/arrived/here/coming
  no need
  not needed/necessary
  thank* _3 rescue*/help/firefighters/responders
  proud/thoughts/prayers/pray/praying/condolences/rip/heroes/bless
  donat*/volunteer*/charity/fundrais*
  i/we can/could/would/ll/want/wanna help/come
  can/may/could/how i/we/to help
  do/does/did/if/when/who/anyone ?you ?they ?anyone ?anybody ?somebody ?we need/needs/helps/hurt/injured/trapped
  is/was/are anyone/anybody/everyone/everybody hurt/injured/trapped/ok
  traffic/meeting/work/queue/homework/jam
  drill/exercise/movie/film/game/series/joke/lol/episode
  help desk/line/center/centre/page/point/section/number/menu/wanted/yourself/out
  first aid/class
  emergency number/exit/kit/room/services/contact
  station
  smoke/fire detector*/alarm/break/station/free/test
  smoke ?cigarettes outside/weed
`);

/** What makes a cry only together with another such thing. */
export const englishHints: readonly ReturnType<typeof signsOf>[] = [
  'pregnant',
  'baby/newborn/infant/toddler',
  'kids/children/child',
  'hungry/thirsty/starving',
  'scared/afraid/terrified/panic*/frightened',
  'battery/phone _2 dying/dead/low/1/2/3/4/5/6/7/8/9',
  'wheelchair/disabled/bedridden/paralysed/paralyzed',
  '70/71/72/73/74/75/76/77/78/79/80/81/82/83/84/85/86/87/88/89/90/91/92/93/94/95 years/yrs/yo/y\nelderly/old',
  'cold/soaked/freezing',
  'dark',
  'road/roads/bridge closed/blocked/cut/flooded/gone',
  'diabetic/asthma*/epilep*/sick/ill/fever/cancer/dementia',
  'power/electricity out/off/gone/down\nno/without/lost power/electricity/heat*/light',
  'urgent*/emergency',
  'medication/medicine/meds',
  'alone',
  'hospital/ambulance/doctor/911/112/999',
  'no car',
].map(signsOf);
