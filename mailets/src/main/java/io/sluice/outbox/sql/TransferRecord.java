package io.sluice.outbox.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file that moves an outbox consists of. A record with columns is a row, written as a flat JSON object whose fields
 * are the columns, all of them; the others are bytes.
 */
enum TransferRecord {
    HEADER('H', "", "made:n last_message:n last_entry:n"),
    MESSAGE('M', "message", "id:n name:t sender:t? stored:n size:n eight_bit:b attributes:t"),
    ENTRY(
            'E',
            "entry",
            "id:n message_id:n outgoing:t lane:t domain:t tenant:t sender_domain:t priority:n attempts:n stored:n due:n"
                    + " expires:n state:n deferral:t? hold_reason:t? held_since:n? held_until:n? route:t? notice:n?"),
    RECIPIENT('R', "recipient", "entry_id:n position:n address:t last_reply:t?"),
    BODY('B', "body_chunk", ""),
    LANE('L', "lane_state", "key:t state:t updated:n"),
    EVENT('V', "lane_event", "lane:t number:n time:n kind:t cause:t from_value:t to_value:t"),
    SAMPLE('S', "reply_sample", "text:t service:t stage:t first_seen:n last_seen:n count:n"),
    HISTORY('T', "history", "resolution:t lane:t sender:t start:n writer:n tally:t"),
    REFUSAL(
            'D',
            "deferral_log",
            "time:n outcome:t entry:n lane:t domain:t tenant:t sender:t class:t rule:t reply:t stage:t host:t ip:t"
                    + " region:t mx_id:t"),
    END('Z', "", "");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // so that half a surrogate pair comes back as it was
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private enum Kind {
        NUMBER,
        TEXT,
        FLAG
    }

    private record Column(String name, Kind kind, boolean nullable) {
        static Column of(String text) {
            Kind kind =
                    switch (text.charAt(text.indexOf(':') + 1)) {
                        case 'n' -> Kind.NUMBER;
                        case 't' -> Kind.TEXT;
                        default -> Kind.FLAG;
                    };
            return new Column(text.substring(0, text.indexOf(':')), kind, text.endsWith("?"));
        }
    }

    private final byte type;
    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // it is a list that cannot be changed, of records
    private final List<Column> columns;

    TransferRecord(char type, String table, String columns) {
        this.type = (byte) type;
        this.table = table;
        this.columns = columns.isEmpty()
                ? List.of()
                : Arrays.stream(columns.split(" ", -1)).map(Column::of).toList();
    }

    static TransferRecord of(byte type) throws IOException {
        return Arrays.stream(values())
                .filter(record -> record.type == type)
                .findFirst()
                .orElseThrow(() -> new IOException("it has a record of unknown type"));
    }

    byte type() {
        return type;
    }

    String table() {
        return table;
    }

    /** The names of the columns with commas between. */
    String columns() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** As many question marks with commas between. */
    String marks() {
        return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    }

    /** Which of the values of a row is that column. */
    int index(String column) {
        return columns.stream().map(Column::name).toList().indexOf(column);
    }

    /** The values of a row that has these columns first. */
    List<Object> values(ResultSet row) throws SQLException {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Object value =
                    switch (columns.get(i).kind()) {
                        case NUMBER -> row.getLong(i + 1);
                        case TEXT -> row.getString(i + 1);
                        case FLAG -> row.getBoolean(i + 1);
                    };
            values[i] = row.wasNull() ? null : value;
            if (values[i] == null && !columns.get(i).nullable()) {
                throw new MalformedRowException("no " + columns.get(i).name());
            }
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    byte[] write(List<Object> values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                json.writeFieldName(columns.get(i).name());
                json.writePOJO(values.get(i));
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * The values of a record.
     *
     * @throws IOException when it is anything but an object of exactly these columns
     */
    List<Object> read(byte[] payload) throws IOException {
        Object[] values = new Object[columns.size()];
        try (JsonParser json = JSON.createParser(payload)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            int fields = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                int column = index(json.currentName());
                require(column >= 0);
                values[column] = value(json, columns.get(column));
                fields++;
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            require(fields == values.length);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Its message quotes the file.
            throw malformed();
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private Object value(JsonParser json, Column column) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            require(column.nullable());
            return null;
        }
        switch (column.kind()) {
            case NUMBER -> {
                require(token == JsonToken.VALUE_NUMBER_INT
                        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
                return json.getLongValue();
            }
            case TEXT -> {
                require(token == JsonToken.VALUE_STRING);
                return json.getText();
            }
            case FLAG -> {
                require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE);
                return token == JsonToken.VALUE_TRUE;
            }
        }
        throw malformed();
    }

    private void require(boolean condition) throws IOException {
        if (!condition) {
            throw malformed();
        }
    }

    private IOException malformed() {
        return new IOException("it has a record of type " + (char) type + " that is malformed");
    }
}
