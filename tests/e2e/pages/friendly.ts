// Pages that must be filled right: the same form as many portals would build it. `data-is` is how the test finds the fields; the
// product does not look at it.

export type Friendly = {
  name: string; body: string; head?: string; script?: string; bundle?: string;
  /** What the page's own model must say in the end. */
  model?: boolean;
  /** The fields that the user picked once, by data-is; for the usage, the option too. */
  picks?: { usage?: string };
};

const text = (is: string, more = '') => `<input data-is="${is}" ${more}>`;
const secret = (more = '') => `<input data-is="s" type="password" ${more}>`;
const select = (more = '') => `<select data-is="usage" ${more}><option value="0">Not use</option><option value="1">Use</option></select>`;
const PLAIN = `<h1>MS AAD</h1><form>
  <p><label for="a">User Look-Up Usage</label> ${select('id="a"')}</p>
  <p><label for="p">User Look-Up Period</label> <select id="p"><option>1 Day</option></select></p>
  <p><label for="b">Tenant ID</label> ${text('t', 'id="b"')}</p>
  <p><label for="c">Client ID</label> ${text('c', 'id="c"')}</p>
  <p><label for="d">Secret Code</label> ${secret('id="d"')}</p><button>Save</button></form>`;

export const friendly: Friendly[] = [
  { name: 'label for', body: PLAIN },
  {
    name: 'wrapping labels with explanations',
    body: `<h2>MS AAD</h2><label>User Look-Up Usage ${select()}</label>
      <label>Tenant ID* <small>The directory of your company</small>${text('t')}</label>
      <label><span>Client ID</span><i>?</i> <em>Application (client) ID in Azure</em>${text('c')}</label>
      <label>Secret Code:${secret()}</label>`,
  },
  {
    name: 'table with the names at the left',
    body: `<table><tr><th>User Look-Up Usage</th><td>${select()}</td></tr><tr><th>Tenant ID</th><td>${text('t')}</td></tr>
      <tr><th>Client ID</th><td>${text('c')}</td></tr><tr><th>Secret Code</th><td>${secret()}</td></tr></table>`,
  },
  {
    name: 'table with a box to show the secret beside it, and names in two languages',
    body: `<table><tr><th>User Look-Up Usage</th><td>${select()}</td></tr><tr><th>Tenant ID (테넌트 ID)</th><td>${text('t')}</td></tr>
      <tr><th>Client ID (Application ID)</th><td>${text('c')}</td></tr><tr><th>Secret Code</th><td>${secret()} <label><input type="checkbox"> Show</label></td></tr></table>`,
  },
  {
    name: 'table with two names in a row',
    body: `<table><tr><td>User Look-Up Usage</td><td>${select()}</td><td>Tenant ID</td><td>${text('t')}</td></tr>
      <tr><td>Client ID</td><td>${text('c')}</td><td>Secret Code</td><td>${secret()}</td></tr></table>`,
  },
  {
    name: 'table with the names on top',
    body: `<table><thead><tr><th>User Look-Up Usage</th><th>Tenant ID</th><th>Client ID</th><th>Secret Code</th></tr></thead>
      <tr><td>${select()}</td><td>${text('t')}</td><td>${text('c')}</td><td>${secret()}</td></tr></table>`,
  },
  {
    name: 'ARIA only',
    body: `<div role="heading" aria-level="1">MS AAD</div><b id="n1">User Look-Up Usage</b>
      <div role="radiogroup" aria-labelledby="n1"><span role="radio" aria-checked="true" tabindex="0">Not use</span><span role="radio" aria-checked="false" tabindex="0" data-is="usage">Use</span></div>
      <input data-is="t" aria-label="Tenant ID"><i id="n2">Client</i><i id="n3">ID</i><input data-is="c" aria-labelledby="n2 n3"><input data-is="s" type="password" aria-label="Secret Code">`,
    script: `for (const it of document.querySelectorAll('[role=radio]')) it.onclick = () => document.querySelectorAll('[role=radio]').forEach((other) => other.setAttribute('aria-checked', String(other === it)));`,
  },
  { name: 'React, closed until Modify', body: '<div id="app"></div>', bundle: 'react.jsx', model: true },
  { name: 'Vue, fields that appear with Use', body: '<div id="app"></div>', bundle: 'vue.js', model: true },
  { name: 'jQuery in a table, closed until Modify', body: '<div id="app"></div>', bundle: 'jquery.js', model: true },
  {
    name: 'as Angular does it: model to view in a later turn',
    body: `${PLAIN}<output data-is="model"></output>`, model: true,
    script: `const model = {}; const all = [...document.querySelectorAll('[data-is]:not(output)')];
      for (const it of all) { it.addEventListener('input', () => { model[it.dataset.is] = it.value; Promise.resolve().then(render); }); it.addEventListener('blur', () => { it.classList.add('ng-touched'); setTimeout(render, 20); }); }
      function render() { for (const it of all) if (it.dataset.is in model && it.value !== model[it.dataset.is]) it.value = model[it.dataset.is];
        document.querySelector('output').textContent = [document.querySelector('select').selectedOptions[0].text, model.t, model.c, model.s?.length].join('|'); }`,
  },
  {
    name: 'rendered late, piece by piece',
    body: '<main></main>',
    script: `const rows = [['h1', 'MS AAD'], ['select', 'User Look-Up Usage'], ['t', 'Tenant ID'], ['c', 'Client ID'], ['s', 'Secret Code']];
      rows.forEach(([is, name], at) => setTimeout(() => { const main = document.querySelector('main');
        if (is === 'h1') { main.append(Object.assign(document.createElement('h1'), { textContent: name })); return; }
        const label = document.createElement('label'); label.textContent = name;
        const field = document.createElement(is === 'select' ? 'select' : 'input'); field.dataset.is = is === 'select' ? 'usage' : is;
        if (is === 'select') for (const it of ['Not use', 'Use']) field.add(new Option(it)); if (is === 's') field.type = 'password';
        label.append(field); main.append(label); }, 150 * at));`,
  },
  {
    name: 'read-only until Modify',
    body: PLAIN.replaceAll('<input', '<input readonly').replaceAll('<select', '<select disabled').replace('<button>', '<button type="button" id="modify">Modify</button><button hidden>'),
    script: `document.getElementById('modify').onclick = () => setTimeout(() => { for (const it of document.querySelectorAll('input, select')) it.readOnly = it.disabled = false; }, 200);`,
  },
  {
    name: 'values as text until Modify',
    body: `<h1>MS AAD</h1><dl><dt>Tenant ID</dt><dd>-</dd><dt>Client ID</dt><dd>-</dd><dt>Secret Code</dt><dd>****</dd></dl><a href="#" id="modify">Modify</a>`,
    script: `document.getElementById('modify').onclick = (event) => { event.preventDefault(); const is = ['t', 'c', 's'];
      document.querySelectorAll('dd').forEach((dd, at) => { const it = document.createElement('input'); it.dataset.is = is[at]; dd.replaceChildren(it); }); };`,
  },
  {
    name: 'shadow DOM with labels on the hosts',
    body: `<h1>MS AAD</h1><x-field label="User Look-Up Usage" is-a="usage"></x-field><x-field label="Tenant ID" is-a="t"></x-field><x-field label="Client ID" is-a="c"></x-field><label for="deep">Secret Code</label><x-field id="deep" is-a="s"></x-field>`,
    script: `customElements.define('x-field', class extends HTMLElement { connectedCallback() { const is = this.getAttribute('is-a');
      const root = this.attachShadow({ mode: 'open' }); const it = document.createElement(is === 'usage' ? 'select' : 'input'); it.dataset.is = is;
      if (is === 'usage') for (const text of ['Not use', 'Use']) it.add(new Option(text)); root.append(it); } });`,
  },
  {
    name: 'shadow DOM with the whole form inside',
    body: '<x-page></x-page>',
    script: `customElements.define('x-page', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(PLAIN)}; } });`,
  },
  { name: 'shell with frames of the same origin', body: `<iframe src="about:blank" width="300" height="200"></iframe>${PLAIN}<iframe srcdoc="<label>Tenant ID<input></label>" width="300" height="200"></iframe>` },
  {
    name: 'usage as radio buttons in a fieldset',
    body: `<form><fieldset><legend>User Look-Up Usage</legend><input type="radio" name="u" id="r1" value="Y" data-is="usage"><label for="r1">Use</label><input type="radio" name="u" id="r2" value="N" checked><label for="r2">Not use</label></fieldset>
      <label>Tenant ID ${text('t')}</label><label>Client ID ${text('c')}</label><label>Secret Code ${secret()}</label></form>`,
  },
  {
    name: 'usage as radio buttons with bare texts in a table',
    body: `<table><tr><td>User Look-Up Usage</td><td><input type="radio" name="u" value="Y" data-is="usage">Use <input type="radio" name="u" value="N" checked>Not use</td></tr>
      <tr><td>Tenant ID</td><td>${text('t')}</td></tr><tr><td>Client ID</td><td>${text('c')}</td></tr><tr><td>Secret Code</td><td>${secret()}</td></tr></table>`,
  },
  {
    name: 'usage as a styled switch',
    head: '<style>.sw input{position:absolute;opacity:0;width:1px;height:1px}.sw span{display:inline-block;width:40px;height:20px;background:#999}</style>',
    body: `<label class="sw">User Look-Up Usage <input type="checkbox" role="switch" data-is="usage"><span></span></label>${PLAIN.replace(/<p><label for="a">.*?<\/p>/, '')}`,
  },
  {
    name: 'usage as a list that the page builds',
    body: `<span id="ul">User Look-Up Usage</span><div role="combobox" aria-labelledby="ul" aria-haspopup="listbox" tabindex="0" data-is="usage">Not use</div>${PLAIN.replace(/<p><label for="a">.*?<\/p>/, '')}`,
    script: `const box = document.querySelector('[role=combobox]'); box.onmousedown = () => setTimeout(() => { const list = document.createElement('ul'); list.setAttribute('role', 'listbox');
      for (const text of ['Not use', 'Use']) { const it = document.createElement('li'); it.setAttribute('role', 'option'); it.textContent = text; it.onclick = () => { box.textContent = text; list.remove(); }; list.append(it); } document.body.append(list); }, 30);`,
  },
  {
    name: 'names in one column, fields in another',
    head: '<style>.g{display:flex}.g div>*{display:block;height:32px;margin:4px;box-sizing:border-box}</style>',
    body: `<h2>MS AAD</h2><div class="g"><div><span>User Look-Up Usage</span><span>Tenant ID</span><span>Client ID</span><span>Secret Code</span></div><div>${select()}${text('t')}${text('c')}${secret()}</div></div>`,
  },
  {
    name: 'names above the fields, in two columns',
    head: '<style>.g{display:grid;grid-template-columns:1fr 1fr;gap:8px}.g *{display:block}</style>',
    body: `<div class="g"><span>User Look-Up Usage</span><span>Tenant ID</span>${select()}${text('t')}<span>Client ID</span><span>Secret Code</span>${text('c')}${secret()}</div>`,
  },
  { name: 'no names but placeholders', body: `<h1>MS AAD</h1>${text('t', 'placeholder="Tenant ID"')}${text('c', 'placeholder="Client ID"')}${secret('placeholder="Secret Code"')}` },
  { name: 'definition list', body: `<dl><dt>User Look-Up Usage</dt><dd>${select()}</dd><dt>Tenant ID</dt><dd>${text('t')}</dd><dt>Client ID</dt><dd>${text('c')}</dd><dt>Secret Code</dt><dd>${secret()}</dd></dl>` },
  { name: 'below the fold', body: `<div style="height:3000px">MS AAD</div>${PLAIN}<div style="height:3000px"></div>` },
  { name: 'in a scrolling box', body: `<div style="height:160px;overflow:auto;position:relative"><div style="height:900px"></div>${PLAIN}<div style="height:900px"></div></div>` },
  { name: 'in an open dialog, over a page with the same names', body: `<div inert hidden>${PLAIN.replaceAll('data-is', 'data-not').replaceAll(/id="(\w)"/g, 'id="x$1"').replaceAll(/for="(\w)"/g, 'for="x$1"')}</div><dialog>${PLAIN}</dialog>`, script: 'document.querySelector("dialog").showModal();' },
  {
    name: 'two directories, ours under its heading',
    body: `<h2>Google Workspace</h2><form><label>Client ID <input></label><label>Secret Code <input></label></form><h2>MS AAD</h2><form><label>User Look-Up Usage ${select()}</label><label>Tenant ID ${text('t')}</label><label>Client ID ${text('c')}</label><label>Secret Code ${secret()}</label></form>`,
  },
  { name: 'Korean labels', body: PLAIN.replace('Tenant ID', '테넌트 ID').replace('Client ID', '클라이언트 ID').replace('Secret Code', '시크릿 코드').replace('Not use', '미사용').replace('>Use<', '>사용<') },
  {
    name: 'another language, with a rule that is remembered', picks: { usage: 'Utiliser' },
    body: PLAIN.replace('User Look-Up Usage', 'Recherche d\u2019utilisateurs').replace('Tenant ID', 'Identifiant du locataire').replace('Client ID', 'Identifiant client').replace('Secret Code', 'Code secret').replace('Not use', 'Ne pas utiliser').replace('>Use<', '>Utiliser<'),
  },
  { name: 'no labels at all, with a rule that is remembered', picks: {}, body: `<form>${text('t', 'name="alpha"')}${text('c', 'name="beta"')}${secret('name="gamma"')}<input name="delta"></form>` },
  { name: 'page that sets its own value property', body: PLAIN, script: `Object.defineProperty(HTMLInputElement.prototype, 'value', { get() { return ''; }, set() { throw new Error('not for you'); } });` },
  { name: 'former values are there', body: PLAIN.replaceAll('<input', '<input value="old"') },
  // What real portals do beside the plain form: each of these has been refused once.
  { name: 'signs, icons and remarks in the labels', body: `<h1>MS AAD</h1><label>User Look-Up Usage ❓ ${select()}</label><label>Tenant ID ⓘ ${text('t')}</label><label for="o">Client ID (optional) ℹ️</label>${text('c', 'id="o"')}<label><span class="material-icons">vpn_key</span> Secret Code ${secret()}</label>` },
  { name: 'hints between loose labels and fields, a help link, an icon by its letters', body: `<h1>MS AAD</h1><label>User Look-Up Usage ${select()}</label><div><label>Tenant ID</label><p>Copy it from Azure.</p>${text('t')}</div><div style="display:flex"><div>Client ID<i class="material-icons">help_outline</i></div><div>${text('c')}</div></div><div><div>Secret Code</div><small>Shown <a href="#">once</a>.</small><br>${secret()}</div>` },
  { name: 'placeholders that ask', body: `<h1>MS AAD</h1>${text('t', 'placeholder="Enter Tenant ID"')}${text('c', 'placeholder="Please enter your Client ID" name="clientForm_1"')}${secret('placeholder="Enter the Secret Code" name="clientKey"')}` },
  { name: 'names that only the cells of a responsive table have', head: '<style>thead{display:none}td{display:block}td::before{content:attr(data-label);display:block}</style>', body: `<table><thead><tr><th>User Look-Up Usage</th><th>Tenant ID</th><th>Client ID</th><th>Secret Code</th></tr></thead><tr><td data-label="User Look-Up Usage">${select()}</td><td data-label="Tenant ID">${text('t')}</td><td data-label="Client ID">${text('c')}</td><td data-label="Secret Code">${secret()}</td></tr></table>` },
  { name: 'right to left, names in one column and fields in another', head: '<style>.g{display:flex}.g div>*{display:block;height:32px;margin:4px;box-sizing:border-box}</style>', body: `<div dir="rtl" class="g"><div><span>User Look-Up Usage</span><span>Tenant ID</span><span>Client ID</span><span>Secret Code</span></div><div>${select()}${text('t')}${text('c')}${secret()}</div></div>` },
  {
    name: 'labels that count and complain', body: PLAIN.replaceAll('</label> <input', ' <em></em></label> <input'),
    script: `for (const it of document.querySelectorAll('input')) it.oninput = () => { it.previousElementSibling.querySelector('em').textContent = it.value.length + '/40'; };`,
  },
  {
    name: 'a picture of Modify, beside an Edit of something else', body: `<button>Edit</button>${PLAIN.replace('<form>', '<form><fieldset disabled>').replace('<button>', '<button hidden>').replace('</form>', '</fieldset></form>')}<a href="#" id="m"><img alt="Modify" width="60" height="20" src="data:,"></a>`,
    script: `document.getElementById('m').onclick = (event) => { event.preventDefault(); document.querySelector('fieldset').disabled = false; };`,
  },
  {
    name: 'a menu with arrows, and Modify with an icon', body: `<a href="#" id="a">▸ Authority Setting</a><a href="#" id="b" hidden>MS AAD ▾</a><main hidden>${PLAIN.replace('<form>', '<form><fieldset disabled>').replace('</form>', '</fieldset></form>')}<button id="m"><i class="material-icons">edit</i> Modify</button></main>`,
    script: `document.getElementById('a').onclick = () => { document.getElementById('b').hidden = false; }; document.getElementById('b').onclick = () => { document.querySelector('main').hidden = false; }; document.getElementById('m').onclick = () => { document.querySelector('fieldset').disabled = false; };`,
  },
  {
    name: 'a switch with a box that nobody sees', body: `<h1>MS AAD</h1><div style="display:flex"><span>User Look-Up Usage</span><div style="position:relative"><button role="switch" type="button" aria-checked="false" data-is="usage" style="width:42px;height:25px"></button><input type="checkbox" aria-hidden="true" tabindex="-1" style="position:absolute;opacity:0;pointer-events:none"></div></div>${PLAIN.replace(/<p><label for="a">.*?<\/p>/, '')}`,
    script: `document.querySelector('[role=switch]').onclick = ({ currentTarget: it }) => it.setAttribute('aria-checked', 'true');`,
  },
  { name: 'boxes that catch password managers', body: `<h1>MS AAD</h1><label>Tenant ID ${text('t')}</label><label>Client ID ${text('c')}</label><div style="display:flex"><div>Secret Code</div><input type="password" tabindex="-1" style="position:absolute;opacity:0;width:0;height:0;border:0;padding:0"><div>${secret()}</div></div>` },
  { name: 'a painted card, a filter that changes little, a pattern that is none', head: '<style>.card{position:relative}.card::before{content:"";position:absolute;inset:0;background:#eef;pointer-events:none}.card>div{position:relative;filter:brightness(.97) blur(0)}</style>', body: `<div class="card"><div>${PLAIN.replace('id="b"', 'id="b" pattern="[\\w-.]{36}"')}</div></div>` },
  { name: 'strict policy', head: `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`, body: PLAIN },
];
