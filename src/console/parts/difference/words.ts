import { defineWords } from '../../words/i18n.ts';

export const differenceWords = defineWords(
  'difference',
  {
    none: 'nothing',
    removed: 'taken out',
    added: 'put in',
    same: 'Nothing differs.',
    title: 'Somebody changed it meanwhile',
    theirs: 'This is what they changed. What you wrote is still in the form below.',
    mine: 'What you changed',
    takeTheirs: 'Take theirs, drop mine',
    keepMine: 'Keep mine: their changes are lost',
    gone: 'Somebody removed it meanwhile. What you wrote is still in the form.',
  },
  {
    none: 'rien',
    removed: 'retiré',
    added: 'ajouté',
    same: 'Rien ne diffère.',
    title: "Quelqu'un l'a modifié entre-temps",
    theirs:
      "Voici ce que l'autre personne a changé. Ce que vous avez écrit est toujours dans le formulaire ci-dessous.",
    mine: 'Ce que vous avez changé',
    takeTheirs: 'Prendre sa version, abandonner la mienne',
    keepMine: 'Garder la mienne : ses changements sont perdus',
    gone: "Quelqu'un l'a supprimé entre-temps. Ce que vous avez écrit est toujours dans le formulaire.",
  },
);
