// A portal page as they were built with jQuery: a table for layout, handlers on keyup, change and blur, one model for all.
import $ from 'jquery';

const model = { usage: 'N', t: '', c: '', s: '' };
const show = () => $('[data-is=model]').text([model.usage, model.t, model.c, model.s.length].join('|'));
$('#app').append(`
  <h3>MS AAD</h3>
  <table>
    <tr><td class="name">User Look-Up Usage</td><td><select data-is="usage" disabled><option value="N">Not use</option><option value="Y">Use</option></select></td></tr>
    <tr><td class="name">Tenant ID</td><td><input data-is="t" readonly></td></tr>
    <tr><td class="name">Client ID</td><td><input data-is="c" readonly></td></tr>
    <tr><td class="name">Secret Code</td><td><input data-is="s" type="password" readonly></td></tr>
  </table>
  <input type="button" value="Modify"><output data-is="model"></output>`);
$('#app').on('click', '[type=button]', () => $('input, select').prop({ readonly: false, disabled: false }));
$('#app').on('keyup', '[data-is=t]', (event) => { model.t = $(event.target).val(); show(); });
$('#app').on('change', '[data-is=c], [data-is=usage]', (event) => { model[event.target.dataset.is] = $(event.target).val(); show(); });
$('#app').on('blur', '[data-is=s]', (event) => { model.s = $(event.target).val(); show(); });
show();
