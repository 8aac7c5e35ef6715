//! The languages of the app, and the ways to say something in all of them: a text that lacks one does not compile. It knows nothing
//! of what is said, nor of how the user chose.

use std::cell::Cell;

/// A language that the app speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Korean,
}

thread_local! {
    // The language of this visit. It is set once at the start, before anything is drawn, and again when the user chooses another.
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language that is spoken now.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// Speaks this language from now on.
pub fn speak(language: Language) {
    SPOKEN.set(language);
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The language of a tag as browsers name it (BCP 47, `ko-KR`), if the app speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Its tag (BCP 47): what `<html lang>` and `Intl` want.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// The tag of the country whose way of writing dates is taken.
    pub fn dates(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Korean => "ko-KR",
        }
    }
}

/// What was said in every language, to be kept while the user may choose another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T>([T; Language::ALL.len()]);

impl<T> Told<T> {
    pub fn new(say: impl Fn() -> T) -> Self {
        let before = spoken();
        let told = Language::ALL.map(|language| {
            speak(language);
            say()
        });
        speak(before);
        Self(told)
    }

    /// What it is in the language that is spoken now.
    pub fn now(&self) -> &T {
        &self.0[spoken() as usize]
    }
}

/// The one of two texts that is spoken now: English, then Korean.
pub fn either(english: &'static str, korean: &'static str) -> &'static str {
    match spoken() {
        Language::English => english,
        Language::Korean => korean,
    }
}

/// Says a sentence with values in it, as `format!` does: English, then Korean.
macro_rules! say {
    ($english:literal, $korean:literal $(, $($value:tt)*)?) => {
        match $crate::words::language::spoken() {
            $crate::words::language::Language::English => format!($english $(, $($value)*)?),
            $crate::words::language::Language::Korean => format!($korean $(, $($value)*)?),
        }
    };
}

/// Texts that have a name: `look_again: "Look again", "다시 보기";` is `look_again()`.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $english:literal, $korean:literal;)*) => {
        $($(#[$meta])* pub fn $name() -> &'static str {
            $crate::words::language::either($english, $korean)
        })*
    };
}

pub(crate) use {say, texts};

#[cfg(test)]
mod tests {
    use super::*;

    texts! {
        /// A text for this test.
        secret: "client secret", "클라이언트 비밀";
    }

    #[test]
    fn a_text_is_said_in_the_language_that_is_spoken() {
        let days = 7;
        let said = || (secret(), say!("{days} days left", "{days}일 남음"));
        assert_eq!(said(), ("client secret", "7 days left".to_owned()));
        speak(Language::Korean);
        assert_eq!(said(), ("클라이언트 비밀", "7일 남음".to_owned()));
    }

    #[test]
    fn what_was_told_follows_the_language() {
        let told = Told::new(|| say!("{} days", "{}일", 7));
        assert_eq!(
            (spoken(), told.now().as_str()),
            (Language::English, "7 days")
        );
        speak(Language::Korean);
        assert_eq!(told.now(), "7일");
    }

    #[test]
    fn a_browser_s_tag_names_a_language() {
        let check = |tag, expected| assert_eq!(Language::of_tag(tag), expected, "{tag}");
        check("ko", Some(Language::Korean));
        check("ko-KR", Some(Language::Korean));
        check("EN-us", Some(Language::English));
        check("kok", None);
        check("de-DE", None);
        check("", None);
    }
}
