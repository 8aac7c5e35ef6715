//! The schema check on a small document of the project's own, since Microsoft's is not part of it; and that what this machine
//! has of Microsoft's can be read.

use http::{Request, Response};
use sandbox::Delivery;
use sandbox::schema::Schema;
use serde_json::{Value, json};

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn library() -> Schema {
    Schema::parse(include_str!("schema.json")).expect("the document is understood")
}

fn bytes(body: &Value) -> Vec<u8> {
    if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    }
}

/// `Value::Null` stands for no body.
fn request(method: &str, path: &str, body: &Value) -> Request<Vec<u8>> {
    Request::builder()
        .method(method)
        .uri(format!("http://localhost:8787/graph/v1.0{path}"))
        .body(bytes(body))
        .expect("a valid request")
}

fn response(status: u16, body: &Value) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .body(bytes(body))
        .expect("a valid response")
}

fn violations(request: &Request<Vec<u8>>, response: &Response<Vec<u8>>) -> Vec<String> {
    let found = library().check(request, response);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn operations() {
    let check = |call: &str, status: u16, answer: Value, expected: &[&str]| {
        let (method, path) = call.split_once(' ').expect("method and path");
        let found = violations(
            &request(method, path, &Value::Null),
            &response(status, &answer),
        );
        assert_eq!(found, expected, "{call} {status}");
    };
    let error = json!({"error": {"code": "a", "message": "b", "innerError": {"date": "c"}}});
    check("GET /books", 200, json!({"value": []}), &[]);
    check("GET /books", 404, error.clone(), &[]);
    check(
        "GET /books?$filter=a%20eq%20b&$select=id,title",
        200,
        json!({"value": []}),
        &[],
    );
    check("GET /books?$skiptoken=x", 200, json!({"value": []}), &[]);
    check(&format!("DELETE /books/{ID}"), 204, Value::Null, &[]);
    check("DELETE /books(isbn='3%2F4')", 204, Value::Null, &[]);
    check(
        "GET /rooms/1?$select=floor,colour",
        200,
        json!({"id": ID, "floor": "2", "colour": "blue"}),
        &["GET /rooms/{room-id}: answer 200: floor: should be a whole number"],
    );
    check(
        "GET /shelves",
        404,
        error.clone(),
        &["GET /shelves: request: no operation is at this path"],
    );
    check(
        "GET /books(isbn='3')",
        404,
        error.clone(),
        &["GET /books(isbn='3'): request: the path does not take this method"],
    );
    check(
        "GET /books/$count",
        404,
        error,
        &["GET /books/$count: request: no operation is at this path"],
    );
    check(
        "GET /books?$top=3&$select=id,isbn",
        200,
        json!({"value": []}),
        &[
            "GET /books: request: $top: the operation has no such query option",
            "GET /books: request: $select/isbn: the type has no such property",
        ],
    );
    check(
        "GET /books",
        202,
        json!({}),
        &["GET /books: answer 202: the operation never answers with this status"],
    );
    check(
        "GET /books",
        200,
        Value::Null,
        &["GET /books: answer 200: the body is missing"],
    );
    check(
        "DELETE /books/1",
        204,
        json!({}),
        &["DELETE /books/{book-id}: answer 204: there is a body where none belongs"],
    );
    check(
        "GET /books",
        400,
        json!({"error": {"code": null}}),
        &[
            "GET /books: answer 400: error/code: may not be null",
            "GET /books: answer 400: error/message: is missing",
        ],
    );
    check(
        "POST /books",
        201,
        json!({}),
        &["POST /books: request: the body is missing"],
    );
}

#[test]
fn exceptions_are_narrow() {
    let check = |call: &str, body: Value, expected: &[&str]| {
        let (method, path) = call.split_once(' ').expect("method and path");
        let found = violations(&request(method, path, &body), &response(204, &Value::Null));
        assert_eq!(found, expected, "{call}");
    };
    check("GET /servicePrincipals(appId='1')/owners", Value::Null, &[]);
    check(
        "GET /applications/1/federatedIdentityCredentials",
        Value::Null,
        &[],
    );
    check(
        "POST /applications/1/federatedIdentityCredentials",
        Value::Null,
        &[
            "POST /applications/1/federatedIdentityCredentials: request: no operation is at this path",
        ],
    );
    check(
        "GET /servicePrincipals(appId='1')/owners/2",
        Value::Null,
        &["GET /servicePrincipals(appId='1')/owners/2: request: no operation is at this path"],
    );
    check("POST /books/1/return", Value::Null, &[]);
    check(
        "POST /books/1/return",
        json!({}),
        &["POST /books/{book-id}/return: request: there is a body where none belongs"],
    );
    check(
        "DELETE /books/1",
        json!({}),
        &["DELETE /books/{book-id}: request: there is a body where none belongs"],
    );
}

#[test]
fn values() {
    let check = |book: Value, expected: &[&str]| {
        let found = violations(
            &request("POST", "/books", &book),
            &response(201, &json!({})),
        );
        let expected: Vec<_> = expected
            .iter()
            .map(|text| format!("POST /books: request: {text}"))
            .collect();
        assert_eq!(found, expected, "{book}");
    };
    let with = |name: &str, value: Value| json!({"title": "T", name: value});
    check(
        json!({
            "id": ID, "title": "T", "subtitle": null, "printed": "2026-11-24T09:00:00Z", "loan": "P30D", "pages": 300, "lent": false,
            "authors": [{"name": "A"}], "publisher": null, "shelf": "near", "authors@odata.context": "x"
        }),
        &[],
    );
    check(json!({}), &["title: is missing"]);
    check(json!([]), &["should be an object"]);
    check(
        with("isbn", json!("3")),
        &["isbn: the type has no such property"],
    );
    check(
        with("hero", json!("H")),
        &["hero: the type has no such property"],
    );
    check(with("id", json!("1")), &["id: is not in the format uuid"]);
    check(with("title", json!(null)), &["title: may not be null"]);
    check(
        with("printed", json!("2026-11-24")),
        &["printed: is not in the format date-time"],
    );
    check(
        with("loan", json!("30D")),
        &["loan: is not in the format duration"],
    );
    check(
        with("pages", json!(1.5)),
        &["pages: should be a whole number"],
    );
    check(
        with("pages", json!("3")),
        &["pages: should be a whole number"],
    );
    check(
        with("lent", json!("no")),
        &["lent: should be true or false"],
    );
    check(with("authors", json!({})), &["authors: should be an array"]);
    check(
        with("authors", json!([{}])),
        &["authors/0/name: is missing"],
    );
    check(
        with("authors", json!([null])),
        &["authors/0: may not be null"],
    );
    check(
        with("publisher", json!({"name": "P", "city": "C"})),
        &["publisher/city: the type has no such property"],
    );
    check(
        with("shelf", json!("top")),
        &["shelf: is none of the allowed words"],
    );
    check(
        json!({"@odata.type": "#lib.novel", "title": "T", "hero": "H"}),
        &[],
    );
    check(
        with("@odata.type", json!("#lib.author")),
        &["@odata.type: is no type derived from the described one"],
    );
}

#[test]
fn a_value_may_be_of_a_derived_type() {
    let check = |thing: Value, expected: &[&str]| {
        let path = format!("/books/{ID}");
        let found = violations(&request("GET", &path, &Value::Null), &response(200, &thing));
        assert_eq!(found, expected, "{thing}");
    };
    check(
        json!({"@odata.type": "#lib.novel", "title": "T", "hero": "H"}),
        &[],
    );
    check(
        json!({"title": "T"}),
        &["GET /books/{book-id}: answer 200: title: the type has no such property"],
    );
}

#[test]
fn items_of_a_batch_are_exchanges() {
    let sent = json!({"requests": [
        {"id": "1", "method": "POST", "url": "/books", "body": {"title": 1}},
        {"id": "2", "method": "GET", "url": "/books?$select=isbn"},
    ]});
    let answer = json!({"responses": [
        {"id": "2", "status": 200, "body": {"value": [{"isbn": "3"}]}},
        {"id": "1", "status": 201, "body": {"title": "T"}},
    ]});
    let found = violations(&request("POST", "/$batch", &sent), &response(200, &answer));
    assert_eq!(
        found,
        [
            "POST /books: request: title: should be a string",
            "GET /books: request: $select/isbn: the type has no such property",
            "GET /books: answer 200: value/0/isbn: the type has no such property",
        ]
    );
    let three = json!({"requests": vec![json!({"id": "1", "method": "GET", "url": "/books"}); 3]});
    let found = violations(
        &request("POST", "/$batch", &three),
        &response(200, &json!({"responses": []})),
    );
    assert_eq!(
        found,
        ["POST /$batch: request: requests: has too many items"]
    );
}

#[test]
fn what_is_not_graphs_or_was_not_answered_is_let_be() {
    let elsewhere = Request::get("http://localhost:8787/login/common/nothing")
        .body(Vec::new())
        .expect("a valid request");
    let empty = response(200, &Value::Null);
    assert_eq!(library().check(&elsewhere, &empty), []);
    let preflight = request("OPTIONS", "/nowhere", &Value::Null);
    assert_eq!(library().check(&preflight, &empty), []);
    let mut lost = empty;
    lost.extensions_mut().insert(Delivery {
        cut: true,
        ..Delivery::default()
    });
    assert_eq!(
        violations(&request("GET", "/books", &Value::Null), &lost),
        [""; 0]
    );
}

#[test]
fn no_value_is_repeated() {
    let secret = "hunter2-hunter2";
    let book =
        json!({"title": "T", "id": secret, "shelf": secret, "pages": secret, "printed": secret});
    let found = violations(
        &request("POST", "/books", &book),
        &response(201, &json!({})),
    );
    assert_eq!(found.len(), 4);
    assert!(!found.concat().contains(secret));
}

#[test]
fn a_document_is_understood_whole_or_not_at_all() {
    let check = |schema: Value, expected: &str| {
        let document = json!({"paths": {}, "components": {"schemas": {"a": schema}}}).to_string();
        let error = Schema::parse(&document)
            .err()
            .map(|error| error.to_string());
        let expected = format!("the schema cannot be read: {expected}");
        assert_eq!(error.as_deref(), Some(&*expected));
    };
    check(
        json!({"type": "string", "minLength": 1}),
        "a has the keyword minLength",
    );
    check(
        json!({"type": "string", "format": "ipv4"}),
        "a has the format ipv4",
    );
    check(json!({"type": "null"}), "a has the type null");
    check(json!({"oneOf": []}), "a has the keyword oneOf");
    check(
        json!({"$ref": "#/components/schemas/b"}),
        "b is not among the schemas",
    );
    check(
        json!({"type": "object", "properties": {"c": {"$ref": "other.json"}}}),
        "a/c refers to something other than a schema",
    );
    assert!(Schema::parse("no JSON").is_err());
}

#[test]
fn what_this_machine_has_of_microsofts_description_is_understood() {
    if let Some(schema) = Schema::of_this_machine().expect("it is understood") {
        let found = schema.check(
            &request("GET", "/applications?$select=id", &Value::Null),
            &response(200, &json!({"value": [{"id": 1}]})),
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
