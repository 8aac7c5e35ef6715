//! What stands beside each of the three values. Their names are the portal's.

use super::language::texts;

texts! {
    hidden: "Hidden", "숨김";
    copy: "Copy", "복사";
    arrived: "Arrived", "도착함";
    did_not_arrive: "Did not arrive", "도착하지 않음";
    hold_to_reveal: "Hold to reveal", "누르고 있으면 표시";
}
