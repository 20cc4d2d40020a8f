const HUES = { v1: 215, v2: 155, v3: 275, v4: 25, v5: 190, v6: 330, v7: 45, v8: 240, v9: 100 };

/** The page that a browser gets: a big version tag in the tag's own colour, nothing from elsewhere. */
export function pageOf(version, host) {
  const tag = escapeHtml(version);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>hello ${tag}</title>
<style>
  :root { --hue: ${HUES[version] ?? 215}; color-scheme: light dark; }
  * { box-sizing: border-box; margin: 0; }
  body { min-height: 100vh; display: grid; place-items: center; padding: 24px;
    font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
    color: light-dark(hsl(var(--hue) 30% 14%), hsl(var(--hue) 20% 92%));
    background: light-dark(hsl(var(--hue) 60% 96%), hsl(var(--hue) 30% 9%)); }
  main { width: min(520px, 100%); border-radius: 20px; overflow: hidden;
    background: light-dark(#fff, hsl(var(--hue) 24% 14%)); box-shadow: 0 20px 60px hsl(var(--hue) 60% 20% / .18); }
  header { padding: 44px 40px 36px; color: #fff;
    background: linear-gradient(135deg, hsl(var(--hue) 72% 38%), hsl(calc(var(--hue) + 28) 72% 46%)); }
  header p { font-size: 17px; }
  h1 { font-size: 104px; line-height: 1.1; letter-spacing: -4px; font-weight: 700; }
  section { padding: 28px 40px 36px; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 20px; margin-top: 18px; font-size: 14px; }
  dt { opacity: .7; } dd { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
  <header><p>你好，世界 · Hello, world</p><h1>${tag}</h1></header>
  <section>
    <p>这是内置的示例服务。刷新页面，看看是哪个版本在应答。</p>
    <p lang="en">This is the built-in sample service. Reload to see which version answers.</p>
    <dl><dt>版本 Version</dt><dd>${tag}</dd><dt>主机 Host</dt><dd>${escapeHtml(host)}</dd></dl>
  </section>
</main>
</body>
</html>
`;
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
