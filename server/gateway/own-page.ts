import { createHash } from 'node:crypto';
import type { Language } from '#server/gateway/refusals.ts';

export type OwnPage = {
  language: Language;
  title: string;
  /** HTML of what stands under the title. */
  content: string;
  /** Small print: names and values, as text. */
  facts: readonly (readonly [name: string, value: string])[];
  /** Seconds after which it asks for its own address again; absent: it does not. */
  againIn?: number;
};

/** Says when it is to ask again in an attribute, so that it is always the same script. */
const RELOAD =
  "addEventListener('load', () => setTimeout(() => location.reload(), document.body.dataset.againIn * 1000))";

/** Goes with every page of ours: it needs nothing from anywhere, an icon neither, and runs nothing but RELOAD. */
export const PAGE_POLICY = [
  "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  `script-src 'sha256-${createHash('sha256').update(RELOAD).digest('base64')}'`,
].join('; ');

/** A page of the gateway's own: no request for anything else, both themes. */
export function ownPage({ language, title, content, facts, againIn }: OwnPage): string {
  const rows = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>${againIn === undefined ? '' : reloading(againIn)}
</head>
<body${againIn === undefined ? '' : ` data-again-in="${againIn}"`}>
<main>
<h1>${title}</h1>
${content}
<dl>${rows.join('')}</dl>
</main>
</body>
</html>
`;
}

/**
 * A Refresh, as a header or in the page, does not ask again where the address has a fragment: it only goes to that place
 * of the page. A script keeps the fragment; where none runs there is nothing better.
 */
function reloading(seconds: number): string {
  const refresh = `<meta http-equiv="refresh" content="${seconds}">`;
  return `\n<noscript>${refresh}</noscript>\n<script>${RELOAD}</script>`;
}

/** Colours, sizes and fonts are those of the console's tokens. */
const STYLE = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f4f6f9,#0c0f13);color:light-dark(#444e5b,#aeb5bf);font:400 14px/20px -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{box-sizing:border-box;width:min(440px,calc(100vw - 32px));padding:24px;border:1px solid light-dark(#dfe3e9,#282e37);border-radius:8px;background:light-dark(#fff,#13161c)}
h1{margin:0 0 8px;color:light-dark(#131a23,#e9ebef);font-size:20px;line-height:28px;font-weight:600}
p{margin:0 0 16px}
a{color:light-dark(#0f62d9,#6ea8ff)}
a:focus-visible{outline:2px solid light-dark(#1464dc,#6ea8ff);outline-offset:2px}
dl{margin:0;padding-top:16px;border-top:1px solid light-dark(#ebeef2,#1f242b);color:light-dark(#5f6977,#8c95a0);font-size:12px;line-height:16px}
dl div{display:flex;gap:8px}
dl div+div{margin-top:4px}
dt{flex:none}
dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,"SF Mono","Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace}
`;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
