// The same form as component libraries draw it: their markup and class names, as they stand in a page, without their programs. What a
// library does by itself (floating labels, lists that open, switches that are no checkboxes) is written out small.
import type { Friendly } from './friendly';

const usageList = (box: string, options = ['Not use', 'Use']) => `
  const box = document.querySelector('${box}');
  box.addEventListener('mousedown', () => setTimeout(() => {
    if (document.querySelector('[role=listbox]')) return;
    const list = document.createElement('ul');
    list.setAttribute('role', 'listbox');
    list.style.cssText = 'position:absolute;z-index:1300;background:#fff';
    for (const text of ${JSON.stringify(options)}) {
      const it = document.createElement('li');
      it.setAttribute('role', 'option');
      it.textContent = text;
      it.onclick = () => { box.textContent = text; list.remove(); };
      list.append(it);
    }
    document.body.append(list);
  }, 40));`;
const select = '<select data-is="usage"><option>Not use</option><option>Use</option></select>';

const mui = (is: string, id: string, label: string, more = '', end = '') => `
  <div class="MuiFormControl-root" style="position:relative;display:inline-flex;flex-direction:column;margin:16px 0 8px;width:320px">
    <label class="MuiInputLabel-root" for="${id}" id="${id}-label" style="position:absolute;left:14px;top:16px;z-index:1;pointer-events:none;background:#fff">${label}<span aria-hidden="true"> *</span></label>
    <div class="MuiInputBase-root" style="display:flex;position:relative">
      <input data-is="${is}" id="${id}" ${more} style="flex:1;padding:16.5px 14px;border:0">${end}
      <fieldset aria-hidden="true" style="position:absolute;inset:-5px 0 0;pointer-events:none;border:1px solid #999;margin:0"><legend style="visibility:hidden"><span>${label}&nbsp;*</span></legend></fieldset>
    </div>
    <p class="MuiFormHelperText-root" id="${id}-help">As Microsoft Entra shows it</p>
  </div>`;

const ant = (is: string, id: string, label: string, more = '', end = '') => `
  <div class="ant-form-item"><div class="ant-row">
    <div class="ant-col ant-form-item-label"><label for="${id}" class="ant-form-item-required" title="${label}">${label}</label></div>
    <div class="ant-col ant-form-item-control"><div class="ant-form-item-control-input"><div class="ant-form-item-control-input-content">
      <span class="ant-input-affix-wrapper" style="display:inline-flex;border:1px solid #ccc;width:300px"><input data-is="${is}" id="${id}" class="ant-input" aria-required="true" ${more} style="flex:1;border:0">${end}</span>
    </div></div></div></div></div>`;

const vuetify = (is: string, id: string, label: string, more = '') => `
  <div class="v-input v-text-field" style="width:300px"><div class="v-input__control"><div class="v-field" role="textbox-group" style="position:relative;height:56px">
    <div class="v-field__field" style="position:relative"><label class="v-label v-field-label v-field-label--floating" aria-hidden="true" for="${id}" style="position:absolute;visibility:hidden">${label}</label>
    <label class="v-label v-field-label" id="${id}-label" for="${id}" style="position:absolute;top:18px;left:8px;pointer-events:none">${label}</label>
    <input data-is="${is}" size="1" id="${id}" ${more} style="height:50px;width:100%;background:transparent"></div></div></div></div>`;

const floating = (is: string, id: string, label: string, more = '') => `
  <div class="form-floating mb-3" style="position:relative;width:320px"><input data-is="${is}" class="form-control" id="${id}" placeholder=" " ${more} style="width:100%;height:58px">
    <label for="${id}" style="position:absolute;top:0;left:0;padding:16px 12px;pointer-events:none;opacity:.65">${label}</label></div>`;

const material = (is: string, id: string, label: string, more = '') => `
  <mat-form-field style="display:block;width:320px"><div class="mat-mdc-text-field-wrapper" style="position:relative">
    <div class="mdc-notched-outline" style="position:absolute;inset:0;pointer-events:none"><label class="mdc-floating-label" for="${id}" id="${id}-label"><mat-label>${label}</mat-label></label></div>
    <input matinput data-is="${is}" id="${id}" aria-invalid="false" ${more} style="width:100%;height:48px;background:transparent"></div></mat-form-field>`;

const webform = (is: string, id: string, label: string, more = '') => `
  <tr><td class="lbl"><span id="ctl00_Main_lbl${id}">${label}&nbsp;:</span></td><td><input data-is="${is}" name="ctl00$Main$txt${id}" id="ctl00_Main_txt${id}" ${more}></td><td><span style="color:red;visibility:hidden">*</span></td></tr>`;

const reveal = '<button type="button" aria-label="Show password" style="width:48px">o</button>';
const PASSWORD = 'type="password" autocomplete="new-password"';

export const kits: Friendly[] = [
  {
    name: 'Material UI: outlined fields, a select that is a div, a reveal button',
    body: `<h6 class="MuiTypography-root">MS AAD</h6><div class="MuiFormControl-root"><label id="u-label">User Look-Up Usage</label>
      <div class="MuiSelect-root" style="position:relative"><div tabindex="0" role="combobox" aria-haspopup="listbox" aria-labelledby="u-label u" id="u" data-is="usage">Not use</div>
      <input aria-hidden="true" tabindex="-1" value="0" style="bottom:0;left:0;position:absolute;opacity:0;pointer-events:none;width:100%"></div></div>
      ${mui('t', ':r1:', 'Tenant ID')}${mui('c', ':r2:', 'Client ID')}${mui('s', ':r3:', 'Secret Code', PASSWORD, reveal)}`,
    script: usageList('#u'),
  },
  {
    name: 'Ant Design: a switch that is a button, affixes',
    body: `<form class="ant-form"><div class="ant-form-item"><label for="use" title="User Look-Up Usage">User Look-Up Usage</label>
      <button type="button" role="switch" aria-checked="false" id="use" data-is="usage" style="width:44px;height:22px"><span class="ant-switch-inner"><span>On</span><span>Off</span></span></button></div>
      ${ant('t', 'tenantId', 'Tenant ID')}${ant('c', 'clientId', 'Client ID')}${ant('s', 'secretCode', 'Secret Code', PASSWORD, '<span class="ant-input-suffix"><span role="img" aria-label="eye-invisible" tabindex="-1">o</span></span>')}</form>`,
    script: `document.getElementById('use').onclick = ({ currentTarget: it }) => it.setAttribute('aria-checked', String(it.getAttribute('aria-checked') !== 'true'));`,
  },
  {
    name: 'Ant Design: a select with a search field inside',
    body: `<form class="ant-form"><div class="ant-form-item"><label for="sel">User Look-Up Usage</label><div class="ant-select"><div class="ant-select-selector" style="position:relative;width:200px;height:32px">
      <span class="ant-select-selection-search"><input id="sel" role="combobox" aria-haspopup="listbox" readonly unselectable="on" style="opacity:0;position:absolute;inset:0" data-is="usage"></span><span class="ant-select-selection-item" title="Not use">Not use</span></div></div></div>
      ${ant('t', 'tenantId', 'Tenant ID')}${ant('c', 'clientId', 'Client ID')}${ant('s', 'secretCode', 'Secret Code', PASSWORD)}</form>`,
    script: `const it = document.getElementById('sel'); it.addEventListener('mousedown', () => setTimeout(() => { const list = document.createElement('div'); list.setAttribute('role', 'listbox');
      for (const text of ['Not use', 'Use']) { const option = document.createElement('div'); option.setAttribute('role', 'option'); option.textContent = text; option.onclick = () => { it.value = text; document.querySelector('.ant-select-selection-item').textContent = text; list.remove(); }; list.append(option); } document.body.append(list); }, 30));`,
  },
  {
    name: 'Vuetify: labels twice, a switch whose box is transparent',
    body: `<div class="v-input v-switch"><div class="v-selection-control"><div style="position:relative;width:52px;height:32px"><input type="checkbox" role="switch" id="sw" aria-disabled="false" data-is="usage" style="opacity:0;position:absolute;width:100%;height:100%"></div>
      <label for="sw" class="v-label">User Look-Up Usage</label></div></div>${vuetify('t', 'input-3', 'Tenant ID')}${vuetify('c', 'input-5', 'Client ID')}${vuetify('s', 'input-7', 'Secret Code', PASSWORD)}`,
  },
  {
    name: 'Bootstrap: floating labels behind the fields',
    body: `<h2>MS AAD</h2><div class="form-floating"><select class="form-select" id="u" data-is="usage"><option>Not use</option><option>Use</option></select><label for="u">User Look-Up Usage</label></div>
      ${floating('t', 'ft', 'Tenant ID')}${floating('c', 'fc', 'Client ID')}${floating('s', 'fs', 'Secret Code', PASSWORD)}`,
  },
  {
    name: 'Angular Material: notched outlines and a slide toggle',
    body: `<mat-slide-toggle><div class="mdc-form-field"><button class="mdc-switch" role="switch" type="button" aria-checked="false" id="tg-button" aria-labelledby="tg-label" data-is="usage" style="width:36px;height:20px"><span class="mdc-switch__track"></span></button><label class="mdc-label" for="tg-button" id="tg-label">User Look-Up Usage</label></div></mat-slide-toggle>
      ${material('t', 'mat-input-0', 'Tenant ID')}${material('c', 'mat-input-1', 'Client ID')}${material('s', 'mat-input-2', 'Secret Code', PASSWORD)}`,
    script: `document.getElementById('tg-button').onclick = ({ currentTarget: it }) => it.setAttribute('aria-checked', String(it.getAttribute('aria-checked') !== 'true'));`,
  },
  {
    name: 'web components: fields in open roots, labels as attributes and slots',
    body: `<h1>MS AAD</h1><md-select label="User Look-Up Usage"></md-select><md-field label="Tenant ID" is-a="t"></md-field><md-field is-a="c"><span slot="label">Client ID</span></md-field><md-field label="Secret Code" is-a="s" type="password"></md-field>`,
    script: `customElements.define('md-field', class extends HTMLElement { connectedCallback() { const label = this.getAttribute('label');
        this.attachShadow({ mode: 'open', delegatesFocus: true }).innerHTML = '<div class="field"><label for="input">' + (label ?? '<slot name="label"></slot>') + '</label><input id="input" data-is="' + this.getAttribute('is-a') + '" type="' + (this.getAttribute('type') ?? 'text') + '"></div>'; } });
      customElements.define('md-select', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<label>' + this.getAttribute('label') + ' <select data-is="usage"><option>Not use</option><option>Use</option></select></label>'; } });`,
  },
  {
    name: 'ASP.NET Web Forms: a table, spans for labels, radio buttons in a table of their own',
    body: `<form action="/msaad.aspx" method="post"><input type="hidden" name="__VIEWSTATE" value="x"><table><tr><td><span>User Look-Up Usage&nbsp;:</span></td><td><table id="rbl"><tr><td><input id="rbl_0" type="radio" name="ctl00$rbl" value="1" data-is="usage"><label for="rbl_0">Use</label></td><td><input id="rbl_1" type="radio" name="ctl00$rbl" value="0" checked><label for="rbl_1">Not Use</label></td></tr></table></td></tr>
      ${webform('t', 'TenantID', 'Tenant ID')}${webform('c', 'ClientID', 'Client ID')}${webform('s', 'SecretCode', 'Secret Code', 'type="password" maxlength="128"')}</table></form>`,
  },
  {
    name: 'legends in place of labels',
    body: `<form><fieldset><legend>User Look-Up Usage</legend>${select}</fieldset><fieldset><legend>Tenant ID</legend><input data-is="t"></fieldset><fieldset><legend>Client ID</legend><input data-is="c"></fieldset><fieldset><legend>Secret Code</legend><input data-is="s" type="password"></fieldset></form>`,
  },
  {
    name: 'aria-labelledby to hidden texts, and to names of names',
    body: `<h1 id="h">MS AAD</h1><span id="l0" hidden>User Look-Up Usage</span><select data-is="usage" aria-labelledby="l0"><option>Not use</option><option>Use</option></select>
      <span id="l1" hidden>Tenant ID</span><i id="l2" aria-label="Client ID"></i><span id="l3" class="sr" style="position:absolute;clip-path:inset(50%)">Secret Code</span>
      <input data-is="t" aria-labelledby="l1"><input data-is="c" aria-labelledby="l2"><input data-is="s" type="password" aria-labelledby="l3">`,
  },
  {
    name: 'numbers and the product before the names',
    body: `<h1>Directory</h1><label>1. User Look-Up Usage ${select}</label><label>2. Azure Tenant ID <input data-is="t"></label><label>3. Azure AD Client ID: <input data-is="c"></label><label>4. Microsoft Entra Secret Code (required) <input data-is="s" type="password"></label>`,
  },
  {
    name: 'narrow fields with buttons inside them',
    head: '<style>.w{position:relative;display:inline-block;width:130px}.w input{width:100%;box-sizing:border-box;padding-right:50px}.w button{position:absolute;right:2px;top:2px;bottom:2px;width:46px}</style>',
    body: `<h1>MS AAD</h1><p><label for="u">User Look-Up Usage</label><select id="u" data-is="usage"><option>Not use</option><option>Use</option></select></p>
      ${[['t', 'Tenant ID', ''], ['c', 'Client ID', ''], ['s', 'Secret Code', PASSWORD]].map(([is, label, more]) => `<p><label for="n${is}">${label}</label> <span class="w"><input id="n${is}" data-is="${is}" ${more}><button type="button">x</button></span></p>`).join('')}`,
  },
  {
    name: 'labels that come after the fields, long after',
    body: `<h1>MS AAD</h1><p><span></span><select data-is="usage"><option>Not use</option><option>Use</option></select></p><p><span></span><input data-is="t"></p><p><span></span><input data-is="c"></p><p><span></span><input data-is="s" type="password"></p>`,
    script: `setTimeout(() => ['User Look-Up Usage', 'Tenant ID', 'Client ID', 'Secret Code'].forEach((text, at) => { document.querySelectorAll('span')[at].textContent = text; }), 900);`,
  },
  {
    name: 'filled in by a password manager before, and checked by a form library',
    body: `<h1>MS AAD</h1><form novalidate><label>User Look-Up Usage ${select}</label><label>Tenant ID <input data-is="t" value="admin@contoso.example" class="filled"></label><label>Client ID <input data-is="c" pattern="[0-9a-fA-F\\-]{36}" required></label><label>Secret Code <input data-is="s" type="password" value="hunter2" minlength="8" required></label><p role="alert"></p></form>`,
    script: `for (const it of document.querySelectorAll('input')) it.addEventListener('blur', () => { document.querySelector('[role=alert]').textContent = [...document.querySelectorAll('input')].filter((one) => !one.checkValidity()).map((one) => one.dataset.is).join(); });`,
  },
  {
    name: 'two tabs of one page, the other one not drawn',
    body: `<div role="tablist"><button role="tab" aria-selected="false">Google</button><button role="tab" aria-selected="true">MS AAD</button></div>
      <div role="tabpanel" aria-label="Google" style="display:none"><label>Client ID <input></label><label>Secret Code <input type="password"></label></div>
      <div role="tabpanel" aria-label="MS AAD"><label>User Look-Up Usage ${select}</label><label>Tenant ID <input data-is="t"></label><label>Client ID <input data-is="c"></label><label>Secret Code <input data-is="s" type="password"></label></div>`,
  },
  {
    name: 'right to left',
    body: `<div dir="rtl"><h1>MS AAD</h1><table><tr><td>User Look-Up Usage</td><td>${select}</td></tr><tr><td>Tenant ID</td><td><input data-is="t"></td></tr><tr><td>Client ID</td><td><input data-is="c"></td></tr><tr><td>Secret Code</td><td><input data-is="s" type="password"></td></tr></table></div>`,
  },
  {
    name: 'secret in a plain text field, in a text area, ids in upper case in the code',
    body: `<h1>Azure AD</h1><label for="TENANT_ID">TENANT ID</label><input id="TENANT_ID" data-is="t"><label for="CLIENT_ID">CLIENT ID</label><input id="CLIENT_ID" data-is="c"><label for="SECRET">SECRET CODE</label><textarea id="SECRET" data-is="s" rows="1"></textarea>`,
  },
  {
    name: 'Select2: the native list clipped away, a drawn one in its place',
    body: `<table><tr><td><label for="s2">User Look-Up Usage</label></td><td><select id="s2" data-is="usage" tabindex="-1" aria-hidden="true" style="position:absolute;width:1px;height:1px;clip:rect(0 0 0 0);overflow:hidden"><option>Not use</option><option>Use</option></select>
      <span class="select2"><span role="combobox" aria-haspopup="true" aria-labelledby="s2c" tabindex="0" style="display:inline-block;width:200px"><span id="s2c" role="textbox" aria-readonly="true">Not use</span></span></span></td></tr>
      <tr><td>Tenant ID</td><td><input data-is="t"></td></tr><tr><td>Client ID</td><td><input data-is="c"></td></tr><tr><td>Secret Code</td><td><input data-is="s" type="password"></td></tr></table>`,
  },
  {
    name: 'two toggle buttons in a group',
    body: `<h1>MS AAD</h1><div><span id="g">User Look-Up Usage</span><div role="group" aria-labelledby="g"><button type="button" aria-pressed="true">Not use</button><button type="button" aria-pressed="false" data-is="usage" aria-checked="false">Use</button></div></div>
      <label>Tenant ID <input data-is="t"></label><label>Client ID <input data-is="c"></label><label>Secret Code <input data-is="s" type="password"></label>`,
    script: `for (const it of document.querySelectorAll('[aria-pressed]')) it.onclick = () => document.querySelectorAll('[aria-pressed]').forEach((other) => { other.setAttribute('aria-pressed', String(other === it)); other.setAttribute('aria-checked', String(other === it)); });`,
  },
  {
    name: 'radio buttons that are not drawn, with labels that look like buttons',
    head: '<style>.seg input{display:none}.seg label{padding:8px;border:1px solid}</style>',
    body: `<fieldset class="seg"><legend>User Look-Up Usage</legend><input type="radio" name="u" id="r1" data-is="usage"><label for="r1">Use</label><input type="radio" name="u" id="r2" checked><label for="r2">Not use</label></fieldset>
      <label>Tenant ID <input data-is="t"></label><label>Client ID <input data-is="c"></label><label>Secret Code <input data-is="s" type="password"></label>`,
  },
  {
    name: 'read-only until they have the focus',
    body: `<h1>MS AAD</h1><label>User Look-Up Usage ${select}</label>${[['t', 'Tenant ID', 'text'], ['c', 'Client ID', 'text'], ['s', 'Secret Code', 'password']].map(([is, label, type]) => `<label>${label} <input data-is="${is}" type="${type}" readonly onfocus="this.removeAttribute('readonly')"></label>`).join('')}`,
  },
];
