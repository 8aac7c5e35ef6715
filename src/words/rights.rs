//! What rights are called, and the directory roles that carry them.

use super::language::{either, say};
use crate::setup::rights::Right;

/// The roles that carry a right, as "A, B or C".
pub fn roles(right: Right) -> String {
    let names: Vec<&str> = right.roles().iter().map(|(_, name)| role(name)).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => say!("{} or {last}", "{} 또는 {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A directory role as Microsoft's portal names it.
fn role(name: &'static str) -> &'static str {
    match name {
        "Global Administrator" => either(name, "전역 관리자(Global Administrator)"),
        "Privileged Role Administrator" => {
            either(name, "권한 있는 역할 관리자(Privileged Role Administrator)")
        }
        "Application Administrator" => {
            either(name, "애플리케이션 관리자(Application Administrator)")
        }
        "Cloud Application Administrator" => either(
            name,
            "클라우드 애플리케이션 관리자(Cloud Application Administrator)",
        ),
        "Application Developer" => either(name, "애플리케이션 개발자(Application Developer)"),
        other => other,
    }
}

/// What carrying out a right is called on the review screen.
pub fn right(right: Right) -> &'static str {
    match right {
        Right::RegisterApplication => either(
            "Create the application and its service principal",
            "애플리케이션 및 서비스 주체 만들기",
        ),
        Right::RestoreApplication => either(
            "Restore the deleted application",
            "삭제된 애플리케이션 복원",
        ),
        Right::AddSecret => either("Add a client secret", "클라이언트 비밀 추가"),
        Right::RemoveSecret => either("Remove a client secret", "클라이언트 비밀 제거"),
        Right::ChangeApplication => either(
            "Change the application and its service principal",
            "애플리케이션 및 서비스 주체 변경",
        ),
        Right::DeleteApplication => either(
            "Delete the application and its service principal",
            "애플리케이션 및 서비스 주체 삭제",
        ),
        Right::ConsentToApplicationPermissions => either(
            "Grant admin consent to application permissions",
            "애플리케이션 사용 권한에 대한 관리자 동의 부여",
        ),
        Right::ConsentToDelegatedPermissions => either(
            "Grant admin consent to delegated permissions",
            "위임된 사용 권한에 대한 관리자 동의 부여",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_listed_as_a_sentence() {
        assert_eq!(
            roles(Right::ConsentToApplicationPermissions),
            "Privileged Role Administrator or Global Administrator"
        );
    }
}
