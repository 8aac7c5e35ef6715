//! Decides which field of a page is which. All three or none: what is not certain is refused, with the reason.
//!
//! Evidence comes in ranks. The page's own labels, table cells and list terms count first; what stands beside or above on the
//! screen counts when there are none, then the text before in the document, then a placeholder. Two pieces of evidence that say
//! different things are never weighed against one another: the field is refused.

use super::fillable::{check, is_text};
use super::labels::{Menu, Says, code_name, is_about, is_heading, is_modify, menu, says, squeeze};
use super::plan::{FillPlan, Planned, UsagePlan};
use super::refusal::{Refusal, Why};
use super::rule::Rule;
use super::snapshot::{Access, Button, Evidence, How, Kind, PageField, Sight, Snapshot};
use super::{Part, usage};
use crate::handover::Field;
use crate::handover::address::PortalAddress;

/// What is to be filled, and where.
pub struct Wanted<'a> {
    /// The portal that the user named; its exact origin is the only one that is filled.
    pub portal: &'a PortalAddress,
    /// The rule that this browser remembers for that origin.
    pub rule: Option<&'a Rule>,
    /// In characters, to be compared with what the field takes.
    pub secret_length: usize,
}

/// Which field gets which value, or why none does.
pub fn match_page(page: &Snapshot, wanted: &Wanted<'_>) -> Result<FillPlan, Refusal> {
    right_place(page, wanted.portal)?;
    let origin = wanted.portal.origin();
    let remembered = wanted.rule.filter(|rule| rule.origin == origin);
    let found = match remembered.map(|rule| rule.find(page)) {
        // What the user picked says nothing against a switch that is known by its label.
        Some(Ok(found)) => Found {
            usage: found.usage.or_else(|| usage_by_label(page)),
            ..found
        },
        Some(Err(outdated)) => by_labels(page).map_err(|_| Refusal::RuleOutdated(outdated))?,
        None => by_labels(page)?,
    };
    check(page, &found, wanted.secret_length)?;
    let planned = |field: Field| {
        let place = found.values[field as usize];
        Planned {
            field,
            index: place.index,
            how: place.evidence.how,
            label: place.evidence.text.clone(),
        }
    };
    Ok(FillPlan {
        origin,
        document: page.document.clone(),
        usage: found.usage,
        values: Field::ALL.map(planned),
    })
}

/// The fields that were found, before anybody asked whether they can be filled.
pub(super) struct Found<'a> {
    pub usage: Option<UsagePlan>,
    /// In the order of `Field::ALL`.
    pub values: [Place<'a>; 3],
}

#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub index: usize,
    /// The label that it was known by.
    pub evidence: &'a Evidence,
}

fn right_place(page: &Snapshot, portal: &PortalAddress) -> Result<(), Refusal> {
    if !page.top {
        return Err(Refusal::NotTopFrame);
    }
    if page.origin == "null" {
        return Err(Refusal::Sandboxed);
    }
    let origin = portal.origin();
    // Both, since a document made by the portal (`blob:`) has its origin and not its address.
    for found in [&page.origin, &page.address] {
        if *found != origin {
            return Err(Refusal::WrongOrigin {
                found: found.clone(),
            });
        }
    }
    if page.overflow {
        return Err(Refusal::TooMuch);
    }
    Ok(())
}

/// What one field is by its evidence.
#[derive(Clone, Copy)]
enum Reading<'a> {
    Unknown,
    Is(Part, &'a Evidence),
    Contradictory(Part),
    LooksLike(Part, &'a Evidence),
    Mentions(Part, &'a Evidence),
}

impl How {
    /// Whether it is not the page that says so, but where the text stands.
    fn is_place(self) -> bool {
        matches!(self, Self::Left | Self::Above | Self::Before)
    }
}

/// The ranks of evidence: a lower one is asked when no higher one names a part.
fn rank(how: How) -> usize {
    match how {
        How::For | How::Wrap | How::LabelledBy | How::AriaLabel => 0,
        How::Cell | How::Column | How::Term => 0,
        How::Left | How::Lead | How::Group => 1,
        How::Above => ABOVE,
        How::Before => BEFORE,
        How::Placeholder | How::Title => 4,
    }
}

const ABOVE: usize = 2;
const BEFORE: usize = 3;

fn read(field: &PageField) -> Reading<'_> {
    let mut named: [Option<(Part, &Evidence)>; 5] = [None; 5];
    let mut contradictory = false;
    let mut resembles = None;
    let mut mentions = None;
    for evidence in &field.evidence {
        match says(&evidence.text) {
            Says::Nothing => {}
            Says::Names(part) => {
                let slot = &mut named[rank(evidence.how)];
                contradictory |= slot.is_some_and(|(other, _)| other != part);
                *slot = slot.or(Some((part, evidence)));
            }
            Says::LooksLike(part) => resembles = resembles.or(Some((part, evidence))),
            Says::Mentions(part) => mentions = mentions.or(Some((part, evidence))),
        }
    }
    if let Some((part, evidence)) = resembles {
        return Reading::LooksLike(part, evidence);
    }
    let Some((part, evidence)) = named.into_iter().flatten().next() else {
        return mentions.map_or(Reading::Unknown, |(part, it)| Reading::Mentions(part, it));
    };
    // A switch that stands beside or above a field is no other name of the field.
    let other = |(rank, it): (usize, &Option<(Part, &Evidence)>)| {
        let differs =
            it.is_some_and(|(other, _)| other != part && (rank == 0 || other != Part::Usage));
        match rank {
            // The text above or before is often another field's (rows, grids), so it contradicts only a name that nobody sees.
            ABOVE => {
                differs && matches!(evidence.how, How::AriaLabel | How::Placeholder | How::Title)
            }
            BEFORE => false,
            _ => differs,
        }
    };
    contradictory |= named.iter().enumerate().any(other);
    if part != Part::Usage {
        let codes = [code_name(&field.name), code_name(&field.id)];
        contradictory |= codes
            .into_iter()
            .flatten()
            .any(|it| Part::Value(it) != part);
    }
    if contradictory || (part != Part::Usage && is_overruled(field, part, evidence)) {
        return Reading::Contradictory(part);
    }
    Reading::Is(part, evidence)
}

/// Whether a label for all to read says something else than the name that was found, which is not written there.
fn is_overruled(field: &PageField, part: Part, name: &Evidence) -> bool {
    let beside = !matches!(
        name.how,
        How::AriaLabel | How::Placeholder | How::Title | How::Group
    );
    let other = |it: &Evidence| {
        matches!(it.how, How::For | How::Wrap)
            && says(&it.text) == Says::Nothing
            && !is_about(part, &it.text)
    };
    !beside && field.evidence.iter().any(other)
}

/// Finds the fields by the names that are known.
fn by_labels(page: &Snapshot) -> Result<Found<'_>, Refusal> {
    let readings: Vec<Reading<'_>> = page.fields.iter().map(read).collect();
    let scope = scope(page, &readings);
    let one = |part| one(page, &readings, part, &scope);
    let values = Field::ALL.map(|field| one(Part::Value(field)));
    let missing = |it: &Result<Place<'_>, Why>| matches!(it, Err(Why::Missing));
    let usage = usage_plan(page, one(Part::Usage));
    if values.iter().all(missing) {
        return Err(closed(
            page,
            usage.ok().flatten(),
            Refusal::NoForm {
                frames: page.frames,
            },
        ));
    }
    let usage = usage.map_err(|why| Refusal::Field(Part::Usage, why))?;
    let failed = |(field, place): (Field, &Result<Place<'_>, Why>)| {
        Some((field, place.as_ref().err()?.clone()))
    };
    let mut failures: Vec<(Field, Why)> = (Field::ALL.into_iter().zip(&values))
        .filter_map(failed)
        .collect();
    // A worse reason than "missing" is told first, wherever it stands.
    failures.sort_by_key(|(_, why)| *why == Why::Missing);
    match (values, failures.into_iter().next()) {
        ([Ok(tenant), Ok(client), Ok(secret)], _) => Ok(Found {
            usage,
            values: [tenant, client, secret],
        }),
        (_, Some((field, why))) => {
            let missing = why == Why::Missing;
            let refusal = Refusal::Field(Part::Value(field), why);
            Err(if missing {
                closed(page, None, refusal)
            } else {
                refusal
            })
        }
        (_, None) => Err(Refusal::NoForm {
            frames: page.frames,
        }),
    }
}

/// User Look-Up Usage, if it is known by its label and can be set.
pub fn usage_by_label(page: &Snapshot) -> Option<UsagePlan> {
    let readings: Vec<Reading<'_>> = page.fields.iter().map(read).collect();
    let place = one(page, &readings, Part::Usage, &scope(page, &readings));
    usage_plan(page, place).ok().flatten()
}

/// User Look-Up Usage is not on every page: without it the user is told.
fn usage_plan(page: &Snapshot, place: Result<Place<'_>, Why>) -> Result<Option<UsagePlan>, Why> {
    match place {
        Ok(place) => usage::plan(place.index, &page.fields[place.index], None)
            .map(Some)
            .ok_or(Why::NoUse),
        Err(Why::Missing) => Ok(None),
        Err(why) => Err(why),
    }
}

/// The reason why a field is not there, or the act that may bring it: a form that shows its values as text until Modify.
pub(super) fn closed(page: &Snapshot, usage: Option<UsagePlan>, otherwise: Refusal) -> Refusal {
    // By the vendor's own word first: Edit may open another part of the page. Every block of a page may have one, or a long one two.
    let modify = only(page, |it| squeeze(&it.text) == "modify")
        .or_else(|| only(page, |it| is_modify(&it.text)))
        .or_else(|| first_of_ours(page));
    // A person could not choose it either.
    let usage = usage.filter(|usage| page.fields[usage.index].access == Access::Writable);
    let ours = page.headings.iter().any(|it| is_heading(it))
        || !matches!(otherwise, Refusal::NoForm { .. })
        || usage.is_some();
    match (modify, usage) {
        (Some(button), _) if ours => Refusal::PressModify { button },
        (None, Some(usage)) if !usage.done => Refusal::ChooseUse(usage),
        _ => match (&otherwise, way(page)) {
            (Refusal::NoForm { .. }, Some((button, step))) => Refusal::OpenMenu { button, step },
            _ => otherwise,
        },
    }
}

/// The button under the heading of our block that opens it, where it stands there once or twice.
fn first_of_ours(page: &Snapshot) -> Option<usize> {
    let ours = |button: &Button| is_modify(&button.text) && is_heading(&button.heading);
    let mut found = (page.buttons.iter().enumerate()).filter(|(_, button)| ours(button));
    let (index, _) = found.next()?;
    (found.count() <= 1).then_some(index)
}

/// The next step of the menu on the way to the form.
fn way(page: &Snapshot) -> Option<(usize, Menu)> {
    let next = |step| Some((only(page, |it| menu(&it.text) == Some(step))?, step));
    next(Menu::MsAad).or_else(|| next(Menu::AuthoritySetting))
}

/// The button of which it is true, if there is exactly one.
fn only(page: &Snapshot, is: impl Fn(&Button) -> bool) -> Option<usize> {
    let mut found = (page.buttons.iter().enumerate()).filter(|(_, button)| is(button));
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

/// The headings of the one block that is the directory's, when the same labels stand in several blocks.
struct Scope<'a>(Option<&'a [String]>);

fn scope<'a>(page: &'a Snapshot, readings: &[Reading<'_>]) -> Scope<'a> {
    let mut found: Option<&[String]> = None;
    for (field, reading) in page.fields.iter().zip(readings) {
        let ours = matches!(reading, Reading::Is(Part::Value(_), _))
            && field.headings.last().is_some_and(|it| is_heading(it));
        match found {
            _ if !ours => {}
            None => found = Some(&field.headings),
            Some(headings) if headings == field.headings => {}
            Some(_) => return Scope(None),
        }
    }
    Scope(found)
}

/// The one field that is this part.
fn one<'a>(
    page: &'a Snapshot,
    readings: &[Reading<'a>],
    part: Part,
    scope: &Scope<'_>,
) -> Result<Place<'a>, Why> {
    let mut drawn: Vec<Place<'a>> = Vec::new();
    let mut absent = None;
    let mut mentioned = None;
    for (index, reading) in readings.iter().enumerate() {
        let field = &page.fields[index];
        // Component libraries keep a text that nobody sees, or that shows what is chosen, beside the switch that they draw.
        if part == Part::Usage && (is_text(field) || field.kind == Kind::Editable) {
            continue;
        }
        // A box to tick in the same cell, such as "Show", takes no value.
        if part != Part::Usage && matches!(field.kind, Kind::Checkbox | Kind::Radio) {
            continue;
        }
        // What nobody sees has no name by where it stands: boxes that catch password managers lie beside the field itself.
        let there = match *reading {
            Reading::Is(_, evidence) if evidence.how.is_place() => {
                matches!(field.sight, Sight::Seen | Sight::Scroll | Sight::Covered)
            }
            _ => field.sight != Sight::Absent,
        };
        match *reading {
            Reading::Is(it, evidence) if it == part && there => {
                drawn.push(Place { index, evidence })
            }
            Reading::Is(it, evidence) if it == part => absent = Some(Place { index, evidence }),
            Reading::LooksLike(it, evidence) if it == part && there => {
                return Err(Why::LookAlike {
                    label: evidence.text.clone(),
                });
            }
            Reading::Contradictory(it) if it == part && there => return Err(Why::Contradictory),
            Reading::Mentions(it, evidence) if it == part && there && part != Part::Usage => {
                mentioned = mentioned.or(Some(evidence))
            }
            _ => {}
        }
    }
    // A list that is drawn in the place of a native one, which keeps the value.
    let native = |place: &Place<'_>| page.fields[place.index].kind != Kind::Combobox;
    if part == Part::Usage && drawn.iter().filter(|place| native(place)).count() == 1 {
        drawn.retain(native);
    }
    // A box that nobody sees, which keeps the value of the switch that is drawn beside it.
    let seen =
        |place: &Place<'_>| matches!(page.fields[place.index].sight, Sight::Seen | Sight::Scroll);
    if part == Part::Usage && drawn.iter().filter(|place| seen(place)).count() == 1 {
        drawn.retain(seen);
    }
    if drawn.len() > 1
        && let Some(headings) = scope.0
    {
        drawn.retain(|place| page.fields[place.index].headings == headings);
    }
    match (drawn.as_slice(), absent, mentioned) {
        ([place], _, _) => Ok(*place),
        ([], Some(place), _) => Ok(place),
        ([], None, Some(evidence)) => Err(Why::LookAlike {
            label: evidence.text.clone(),
        }),
        ([], None, None) => Err(Why::Missing),
        (several, _, _) => Err(Why::Ambiguous {
            candidates: several.iter().map(|place| place.index).collect(),
        }),
    }
}
