import { Markup } from './html.ts';

/**
 * The page is made for A4 and for phones: no colour carries a meaning, no row is split between two pages, the head of a
 * table is repeated on each page, and on a phone each row of a wide table becomes a block.
 */
export const STYLE = new Markup(`<style>
@page{size:A4;margin:16mm 14mm}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Open Sans",sans-serif;max-width:58em;margin:0 auto;padding:1.5em 1em 3em;color:#111;background:#fff}
h1{font-size:1.6em;line-height:1.2;margin:.1em 0 .6em;overflow-wrap:anywhere}
h2{font-size:1.1em;margin:2em 0 .4em;break-after:avoid}
.kind{margin:0;color:#444;font-size:.95em}
.exercise{display:inline-block;border:2px solid #111;padding:0 .5em;font-weight:700;text-transform:uppercase;color:#111}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(7em,1fr));gap:.6em;margin:1em 0}
.key div{border:1px solid #999;border-radius:.3em;padding:.5em .7em}
.key b{display:block;font-size:1.5em;line-height:1.2;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr max-content 1fr;gap:.15em 1em;margin:1em 0}
dt{color:#444}
dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.4em 0 .6em}
th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #ccc;vertical-align:top;overflow-wrap:break-word}
th{border-bottom:2px solid #777;font-weight:600}
tbody th{font-weight:400;border-bottom:1px solid #ccc}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;font-variant-numeric:tabular-nums}
.t{white-space:nowrap;font-variant-numeric:tabular-nums}
.text{white-space:pre-wrap}
.long{overflow-wrap:anywhere}
.note{color:#444;font-size:.9em;margin:.2em 0 .6em}
svg{width:100%;height:auto;font-size:12px}
tr,svg,.key,.pair{break-inside:avoid}
thead{display:table-header-group;break-after:avoid}
footer{margin-top:2.5em;border-top:1px solid #ccc;padding-top:.6em}
@media (max-width:40em){
body{padding:1em .8em 2em}
.key{grid-template-columns:repeat(2,1fr)}
dl{grid-template-columns:max-content 1fr}
svg{font-size:22px}
.wide thead{display:none}
.wide,.wide tbody,.wide tr,.wide td{display:block;width:100%}
.wide tr{border:1px solid #bbb;border-radius:.3em;margin:.5em 0;padding:.3em .6em}
.wide td{display:flex;justify-content:space-between;gap:1em;border:0;padding:.1em 0;text-align:right;white-space:normal}
.wide td:empty{display:none}
.wide td::before{content:attr(data-label);color:#444;text-align:left;flex:none;max-width:50%}
.wide td::before{white-space:normal}
.wide .text,.wide .long{display:block;text-align:left}
.wide .text::before,.wide .long::before{display:block;max-width:none}
.wide td.text{white-space:pre-wrap}
.narrow .t{white-space:normal}
}
@media print{
body{font-size:10pt;max-width:none;margin:0;padding:0}
h2{margin-top:1.4em}
.key div,th,td{border-color:#777}
}
</style>`);
