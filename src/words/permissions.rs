//! What is said of permissions. Their names, and what else Microsoft Graph tells of them, are Microsoft's.

use super::language::{either, say, texts};
use crate::profile::Permission;

texts! {
    application: "Application", "애플리케이션";
    delegated: "Delegated", "위임됨";
    title: "Permissions", "사용 권한";
    inferred: "The vendor's article shows its list only as a picture, so this list is inferred. Compare it with step 4 of the article before you go on.", "공급업체 문서에는 목록이 그림으로만 있어 이 목록은 추정한 것입니다. 계속하기 전에 문서의 4단계와 비교하십시오.";
    add: "Add permission", "사용 권한 추가";
    remove: "Remove", "제거";
    reading: "Reading what your tenant offers…", "테넌트에서 제공하는 사용 권한을 읽고 있습니다…";
    found: "Permissions found", "찾은 사용 권한";
    all_of_graph: "Microsoft Graph permissions", "Microsoft Graph 사용 권한";
    search: "Search", "검색";
    done: "Done", "완료";
}

/// So many fit what was searched for.
pub fn fitting(some: usize, all: usize) -> String {
    say!(
        "{some} of {all} permissions",
        "사용 권한 {all}개 중 {some}개"
    )
}

/// Microsoft's short text for administrators. Those of the permissions that a plan begins with are known in Korean.
pub fn explained(permission: &Permission) -> String {
    match permission.words.as_str() {
        "Read all users' full profiles" => either(
            "Read all users' full profiles",
            "모든 사용자의 전체 프로필 읽기",
        )
        .to_owned(),
        "Sign in and read user profile" => either(
            "Sign in and read user profile",
            "로그인 및 사용자 프로필 읽기",
        )
        .to_owned(),
        other => other.to_owned(),
    }
}
