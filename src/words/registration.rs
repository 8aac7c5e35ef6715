//! What is said of a registration that is given by its ids.

use super::language::texts;

texts! {
    then: "Then", "그다음";
    enter_ids: "Enter the two IDs of the registration. This browser keeps them for the extension.", "등록의 두 ID를 입력하십시오. 이 브라우저가 확장 프로그램용으로 보관합니다.";
    look_like: "Both IDs look like 0c2a9f64-8f7b-4b57-9d3f-6f8b6f8a21c7.", "두 ID는 모두 0c2a9f64-8f7b-4b57-9d3f-6f8b6f8a21c7과 같은 형식입니다.";
    client_id: "Application (client) ID", "애플리케이션(클라이언트) ID";
    tenant_id: "Directory (tenant) ID", "디렉터리(테넌트) ID";
    use_it: "Use this registration", "이 등록 사용";
    use_another: "Use another registration", "다른 등록 사용";
}
