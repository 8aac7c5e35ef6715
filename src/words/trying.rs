//! What is said of testing the secret, besides how it ended (`trial`).

use super::language::{either, say, texts};

texts! {
    cannot: "This browser cannot test the secret from here: One-time Sync. in Customer Manager is the proof. Press it after Save.", "이 브라우저에서는 비밀을 테스트할 수 없습니다. Customer Manager의 One-time Sync.로 확인할 수 있습니다. Save를 누른 다음 One-time Sync.를 누르십시오.";
    allow: "The browser asks you. Allow it, and the test begins.", "브라우저가 허용 여부를 묻습니다. 허용하면 테스트가 시작됩니다.";
    cancel: "Cancel", "취소";
    test: "Test the secret", "비밀 테스트";
    signing_in: "The application signs in with the new secret…", "애플리케이션이 새 비밀로 로그인하고 있습니다…";
}

/// Around the address that the browser asks about.
pub fn what_it_does() -> (&'static str, &'static str) {
    (
        either(
            "Signs in as the new application and reads one user, as Customer Manager will. The browser asks you to allow ",
            "Customer Manager와 같은 방식으로 새 애플리케이션으로 로그인하여 사용자 한 명을 읽습니다. 이를 위해 브라우저가 다음 주소의 허용 여부를 묻습니다: ",
        ),
        either(
            " for it; that is taken back right after.",
            ". 테스트 직후에 허용이 취소됩니다.",
        ),
    )
}

pub fn next_try(why: &str, next: i64, last: i64) -> String {
    say!(
        "{why}. Next try in {next} s, the last one in {last} s at the latest.",
        "{why}. {next}초 후 다시 시도하며, 늦어도 {last}초 후에 마지막으로 시도합니다."
    )
}
