//! What is said of a secret's life.

use super::language::{say, texts};

texts! {
    on_a_date: "On a date I choose", "직접 선택한 날짜";
    recommended: "Microsoft recommends 6 months, the vendor 24. Follow your own rules: when the secret ends, Microsoft log-ins stop until a new one is handed over.", "Microsoft는 6개월, 공급업체는 24개월을 권장합니다. 회사의 규칙을 따르십시오. 비밀이 만료되면 새 비밀을 전달할 때까지 Microsoft 로그인이 중지됩니다.";
    title: "Client secret", "클라이언트 비밀";
    expires_after: "Secret expires after", "비밀 만료 기간";
    last_day: "Last day", "마지막 날";
    in_the_future: "Choose a day in the future.", "미래의 날짜를 선택하십시오.";
}

pub fn months(months: u32) -> String {
    say!("{months} months", "{months}개월")
}

pub fn ends(day: &str) -> String {
    say!("Ends on {day}.", "만료일: {day}.")
}

pub fn cut_by_policy(day: &str) -> String {
    say!(
        "Ends on {day}: your tenant's app management policy allows no longer life.",
        "만료일: {day}. 테넌트의 앱 관리 정책이 더 긴 수명을 허용하지 않습니다."
    )
}
