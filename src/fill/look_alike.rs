//! What a label looks like to the eye, whatever its characters are. It knows no names: `labels` compares.

/// The shape that the eye sees: invisible characters gone, letters of other alphabets and digits by the letter they resemble.
pub(super) fn skeleton(squeezed: &str) -> impl Iterator<Item = char> {
    let seen = squeezed.chars().filter(|c| !invisible(*c));
    seen.map(|c| match c {
        'а' | 'α' | 'ɑ' | 'á' | 'à' | 'ä' | 'â' => 'a',
        'ԁ' => 'd',
        'е' | 'ε' | 'ё' | 'é' | 'è' | 'ë' | 'ê' | '3' => 'e',
        'і' | 'ι' | 'í' | 'ì' | 'ï' | 'ı' | 'l' | 'ӏ' | '1' => 'i',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'н' | 'η' | 'п' | 'ñ' | 'ո' => 'n',
        'о' | 'ο' | 'օ' | 'σ' | 'ó' | 'ò' | 'ö' | 'ô' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' | '5' => 's',
        'с' | 'ϲ' | 'ç' => 'c',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        // Full-width letters stand 0xFEE0 above the plain ones.
        'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0)
            .map_or(c, |plain| if plain == 'l' { 'i' } else { plain }),
        other => other,
    })
}

fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{3164}'
                | '\u{feff}'
        )
        || matches!(c, '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}' | '\u{300}'..='\u{36f}')
}
