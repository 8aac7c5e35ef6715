// Honest pages that were refused once: what component libraries and real portals put around, over and behind a form.
import type { Friendly } from './friendly';

const select = '<select data-is="usage"><option>Not use</option><option>Use</option></select>';
const usage = `<p><label>User Look-Up Usage ${select}</label></p>`;
const ids = '<p><label>Tenant ID <input data-is="t"></label></p><p><label>Client ID <input data-is="c"></label></p>';
const secret = '<p><label>Secret Code <input data-is="s" type="password"></label></p>';
const form = `<h1>MS AAD</h1><form>${usage}${ids}${secret}</form>`;
const closed = (button: string) => `<h1>MS AAD</h1><fieldset disabled>${usage}${ids}${secret}</fieldset>${button}`;
const opens = (id: string) => `document.getElementById('${id}').onclick = () => { for (const it of document.querySelectorAll('fieldset')) it.disabled = false; };`;
const picture = `const tile = document.createElement('canvas'); tile.width = tile.height = 200; const pen = tile.getContext('2d'); pen.globalAlpha = 0.2; pen.font = '14px sans-serif'; pen.rotate(-0.3); pen.fillText('admin@contoso.example', 10, 120);`;
const over = 'position:fixed;inset:0;z-index:9999;pointer-events:none';
const floating = '.f{position:relative;width:300px;margin:10px}.f input{width:100%;height:40px;box-sizing:border-box}.f label{position:absolute;left:10px;top:10px;color:#777}';
const floated = ['t|Tenant ID', 'c|Client ID', 's|Secret Code'].map((it) => it.split('|')).map(([is, name]) => `<div class="f"><input id="${is}" data-is="${is}"><label for="${is}">${name}</label></div>`).join('');

export const refusedOnce: Friendly[] = [
  { name: 'fields that are a little transparent', head: '<style>input{opacity:.87}</style>', body: form },
  { name: 'labels that lie in the fields and catch clicks', head: `<style>${floating}</style>`, body: `<h1>MS AAD</h1>${usage}${floated}` },
  {
    name: 'fields that are drawn when somebody comes to them, with labels in their place', head: `<style>${floating}.f input{opacity:0}.f input:focus,.f input.full{opacity:1}</style>`, body: `<h1>MS AAD</h1>${usage}${floated}`,
    script: `for (const it of document.querySelectorAll('.f input')) it.oninput = () => it.classList.toggle('full', Boolean(it.value));`,
  },
  { name: 'names that lie in the fields and are no labels', head: `<style>${floating.replaceAll(' label', ' span')}.f span{pointer-events:none}</style>`, body: `<h1>MS AAD</h1>${usage}${floated.replaceAll(/<label for="."/g, '<span').replaceAll('label', 'span')}` },
  { name: 'a bar at the edge of the window, over the last fields', body: `<div style="height:500px"></div>${form}<div style="height:400px"></div><footer style="position:fixed;left:0;right:0;bottom:0;height:140px;background:white">Save</footer>` },
  { name: 'a watermark: a drawing', body: `${form}<canvas style="${over}" width="1200" height="900"></canvas>`, script: `${picture} document.querySelector('canvas').getContext('2d').drawImage(tile, 50, 50);` },
  { name: 'a watermark: tiles', body: `${form}<div id="mark" style="${over}"></div>`, script: `${picture} document.getElementById('mark').style.backgroundImage = 'url("' + tile.toDataURL() + '")';` },
  {
    name: 'a sign that something is saved, over the form after Use', body: form,
    script: `document.querySelector('select').onchange = () => { document.body.insertAdjacentHTML('beforeend', '<div id="busy" style="position:fixed;inset:0;background:#fff"></div>'); setTimeout(() => document.getElementById('busy').remove(), 900); };`,
  },
  { name: 'fields dimmed until Use', head: '<style>.off{opacity:.4;pointer-events:none}</style>', body: `<h1>MS AAD</h1>${usage}<div id="more" class="off">${ids}${secret}</div>`, script: `document.querySelector('select').onchange = ({ target }) => document.getElementById('more').classList.toggle('off', target.selectedIndex === 0);` },
  { name: 'fields folded up until Use', head: '<style>#more{max-height:0;overflow:hidden}</style>', body: `<h1>MS AAD</h1>${usage}<div id="more">${ids}${secret}</div>`, script: `document.querySelector('select').onchange = () => { document.getElementById('more').style.maxHeight = '400px'; };` },
  { name: 'cards with titles that are no headings', body: `<div class="card"><div>Google</div><div><label>Client ID <input></label><label>Secret Code <input></label></div></div><div class="card"><div>MS AAD</div><div>${usage}${ids}${secret}</div></div>` },
  { name: 'named sections around unnamed forms', body: `<section aria-labelledby="g"><div id="g">Google</div><form><label>Client ID <input></label><label>Secret Code <input></label></form></section><section aria-labelledby="m"><div id="m">MS AAD</div><form>${usage}${ids}${secret}</form></section>` },
  { name: 'a Modify in every block', body: `<h2>LDAP</h2><button type="button">Modify</button>${closed('<button type="button" id="m">Modify</button>').replaceAll('h1', 'h2')}`, script: opens('m') },
  { name: 'Modify as a picture that is pressed', body: closed('<img id="m" alt="Modify" src="data:," width="60" height="20" style="cursor:pointer">'), script: opens('m') },
  { name: 'Modify as a block with a key, under a hand', body: closed('<div id="m" style="cursor:pointer;width:90px"><span>Modify(M)</span></div>'), script: opens('m') },
  { name: 'Modify with a named drawing and a longer name for screen readers', body: closed('<button type="button" id="m" aria-label="Modify the MS AAD settings"><svg width="16" height="16"><title>edit icon</title></svg><span>Modify</span></button>'), script: opens('m') },
  { name: 'a menu of list entries that are no links', body: '<ul><li><span id="a">Authority Setting</span><ul id="b" hidden><li><span id="c">MS AAD</span></li></ul></li></ul><main></main>', script: `document.getElementById('a').onclick = () => { document.getElementById('b').hidden = false; }; document.getElementById('c').onclick = () => { document.querySelector('main').innerHTML = ${JSON.stringify(form)}; };` },
  { name: 'rows of names between rows of fields, in two columns', body: `<table><tr><td>User Look-Up Usage</td><td>Tenant ID</td></tr><tr><td>${select}</td><td><input data-is="t"></td></tr><tr><td>Client ID</td><td>Secret Code</td></tr><tr><td><input data-is="c"></td><td><input data-is="s"></td></tr></table>` },
  { name: 'terms with a hint before the field', body: `<h1>MS AAD</h1>${usage}<dl>${['t|Tenant ID', 'c|Client ID', 's|Secret Code'].map((it) => it.split('|')).map(([is, name]) => `<dt>${name}</dt><dd>From Azure</dd><dd><input data-is="${is}"></dd>`).join('')}</dl>` },
  { name: 'options that explain themselves', body: `<h1>MS AAD</h1><fieldset><legend>User Look-Up Usage</legend><input type="radio" name="u" id="r1" data-is="usage"><label for="r1"><b>Use</b><br><small>Users are looked up in Azure.</small></label><input type="radio" name="u" id="r2" checked><label for="r2"><b>Not use</b><br><small>Users are kept here.</small></label></fieldset>${ids}${secret}` },
  { name: 'options with their values, behind a name with its options', body: form.replaceAll('>Use<', '>Use (Y)<').replaceAll('>Not use<', '>Not use (N)<').replace('User Look-Up Usage', 'User Look-Up Usage (Use / Not use)') },
  {
    name: 'radio buttons without a size, in a box that the label names', head: '<style>.r input{opacity:0;width:0;height:0;position:absolute}</style>',
    body: `<h1>MS AAD</h1><div><div><label for="use">User Look-Up Usage</label></div><div><div><div id="use" class="r"><label><span><input type="radio" data-is="usage" name="u"></span><span>Use</span></label><label><span><input type="radio" name="u" checked></span><span>Not use</span></label></div></div></div></div>${ids}${secret}`,
  },
  {
    name: 'a switch whose name is put into its component', body: `<h1>MS AAD</h1><x-switch>User Look-Up Usage</x-switch>${ids}${secret}`,
    script: `customElements.define('x-switch', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<label><input type="checkbox" data-is="usage"><slot></slot></label>'; } });`,
  },
  {
    name: 'a list whose options for the eye are not those for screen readers', body: `<h1>MS AAD</h1><label for="u">User Look-Up Usage</label><div><span id="shown">Not use</span><input id="u" role="combobox" readonly data-is="usage" style="opacity:0;width:120px"></div>${ids}${secret}`,
    script: `const box = document.getElementById('u'); box.onmousedown = () => { if (document.getElementById('list')) return; document.body.insertAdjacentHTML('beforeend', '<div id="list"><div role="listbox" style="height:0;width:0;overflow:hidden"><div role="option" aria-label="Use">Y</div></div><div class="item">Not use</div><div class="item">Use</div></div>');
      for (const it of document.querySelectorAll('.item')) it.onclick = () => { document.getElementById('shown').textContent = box.value = it.textContent; document.getElementById('list').remove(); }; };`,
  },
  {
    name: 'a text area with one that measures its height', body: form.replace('<input data-is="s" type="password">', '<textarea data-is="s"></textarea>'),
    script: `const ruler = document.createElement('textarea'); ruler.tabIndex = -1; ruler.setAttribute('aria-hidden', 'true'); ruler.style.cssText = 'position:absolute;visibility:hidden;height:0'; document.body.append(ruler); document.querySelector('[data-is=s]').oninput = (event) => { ruler.value = event.target.value; };`,
  },
  { name: 'a sign before the value, and a wide button behind it', head: '<style>.w{position:relative;display:inline-block}.w input{width:200px;height:32px;padding:0 34px}.w i,.w button{position:absolute;top:0;height:32px}.w i{left:0;width:34px}.w button{right:0;width:80px}</style>', body: `<h1>MS AAD</h1><form>${usage}${ids}<label for="s">Secret Code</label><span class="w"><i>⚿</i><input id="s" data-is="s" type="password"><button type="button">Show</button></span></form>` },
  { name: 'cells by their roles, in cells of a table', body: `<h1>MS AAD</h1><table><tr><th>Item</th><th>Value</th></tr>${[['User Look-Up Usage', select], ['Tenant ID', '<input data-is="t">'], ['Client ID', '<input data-is="c">'], ['Secret Code', '<input data-is="s">']].map(([name, it]) => `<tr><td>${name}</td><td><div role="cell">${it}</div></td></tr>`).join('')}</table>` },
  { name: 'a radio button without a name, alone in a component', body: `${form}<x-radio></x-radio>`, script: `customElements.define('x-radio', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<input type="radio">'; } });` },
  { name: 'names in the code under a group of another name', body: form.replace('data-is="t"', 'data-is="t" name="tenantSettings.aad.tenantId"').replace('data-is="c"', 'data-is="c" name="tenantSettings.aad.id"') },
  { name: 'a password that a script opens when somebody comes to it', body: form.replace('data-is="s"', 'data-is="s" readonly'), script: `document.querySelector('[data-is=s]').addEventListener('focus', (event) => event.target.removeAttribute('readonly'));` },
];
