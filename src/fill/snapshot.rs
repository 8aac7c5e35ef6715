//! What the page script tells of a page: which fields there are, how they are labelled and whether a user could see and fill
//! them. It has no place for what stands in a field, so a page's values cannot get here.

/// A page at one moment. An index into `fields` means the same element as long as `document` is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The origin as the document's own script context has it; `null` in a sandboxed document.
    pub origin: String,
    /// Scheme, host and port of the document's address. Differs from `origin` for sandboxed and `blob:` documents.
    pub address: String,
    /// Names this look at this document: a plan made from it fits no other.
    pub document: String,
    /// Whether this is the tab's top document.
    pub top: bool,
    /// Frames on the page, into which is not looked.
    pub frames: usize,
    /// There was more on the page than is described here, so nothing can be said to be unique.
    pub overflow: bool,
    /// Headings that can be seen.
    pub headings: Vec<String>,
    pub fields: Vec<PageField>,
    pub buttons: Vec<Button>,
}

/// A field of the page, or a group of radio buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageField {
    pub kind: Kind,
    pub evidence: Vec<Evidence>,
    /// The headings that the field stands under, the nearest last.
    pub headings: Vec<String>,
    pub name: String,
    pub id: String,
    /// Which form of the page it belongs to.
    pub form: Option<usize>,
    pub action: Action,
    pub access: Access,
    pub sight: Sight,
    pub max_length: Option<usize>,
    /// Of a select, a group of radio buttons, or a box that is ticked or not.
    pub options: Vec<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Password,
    TextArea,
    Select,
    /// Radio buttons of one group, native or by role.
    Radio,
    /// A checkbox or switch, native or by role. Its one option is what it means when it is on.
    Checkbox,
    /// A list that opens on a click, built by the page: its options are not known before.
    Combobox,
    /// Editable text that is not a form field.
    Editable,
    /// A field of a kind that changes what it is given: number, date, file and the like.
    Other,
}

/// A text that may name a field, and how it belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub how: How,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `<label for>`
    For,
    /// A `<label>` around the field.
    Wrap,
    LabelledBy,
    AriaLabel,
    /// The cell before it in its table row.
    Cell,
    /// The head of its table column.
    Column,
    /// The `<dt>` of its `<dd>`.
    Term,
    /// The legend or name of the group that it is in.
    Group,
    /// The first piece of a label that goes on with an explanation or an icon.
    Lead,
    /// The nearest text at its left on the screen, with no field between.
    Left,
    /// The nearest text above it on the screen, with no field between.
    Above,
    /// The nearest text before it in the document, with no field between.
    Before,
    Placeholder,
    Title,
}

/// Where the field's form goes when the browser itself submits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To the page's own origin, or there is no form.
    Own,
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Writable,
    ReadOnly,
    Disabled,
}

/// Whether a user sees the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Seen,
    /// Scrolling brings it into view; only then can be told whether something covers it.
    Scroll,
    /// Not drawn at all, as the fields of a closed dialog.
    Absent,
    /// Drawn so that it cannot be seen: opacity, filter, mask.
    Transparent,
    /// Where no scrolling leads.
    OffPage,
    /// Something else is on top, or it is clipped away.
    Covered,
    TooSmall,
}

/// An option, and whether it is the chosen one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    pub chosen: bool,
}

/// A button that can be seen and pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    pub text: String,
    /// The heading that it stands under, or nothing.
    pub heading: String,
}

/// Why a description of a page is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Longer than the page script ever writes.
    #[error("the description of the page is too long")]
    TooLarge,
    /// Not what the page script writes.
    #[error("the description of the page is not in its form")]
    Garbled,
    /// A field has the name of something that its form is asked for, and answers in its place.
    #[error("a field hides the form that it is in")]
    Masked,
}

/// At most so many fields are described.
pub const MOST_FIELDS: usize = 200;
/// At most so many bytes of labels, headings, names and options.
pub const MOST_LABELS: usize = 64 * 1024;
/// At most so many bytes of JSON: the labels, and what stands around them.
pub const MOST_BYTES: usize = 512 * 1024;

impl Snapshot {
    pub fn parse(json: &str) -> Result<Self, Unreadable> {
        super::read::snapshot(json)
    }
}
