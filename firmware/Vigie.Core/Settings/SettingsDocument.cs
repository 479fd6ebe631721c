using System.Text.Json;
using System.Text.Unicode;

namespace Vigie.Core.Settings;

/// <summary>
/// Parses a file that people write. JSON's own parser leaves texts until they are asked for, and throws then: half a surrogate pair, or bytes that are not
/// UTF-8, would surface anywhere. Here they are a mistake of the file, with its line.
/// </summary>
public static class SettingsDocument
{
    /// <summary>Parses it.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="options">Whether comments are welcome, and how deep it may be.</param>
    /// <exception cref="JsonException">It is no JSON, or holds a text that cannot be read.</exception>
    public static JsonDocument Parse(byte[] json, JsonDocumentOptions options = default)
    {
        RequireUtf8(json);
        JsonDocument document = JsonDocument.Parse(json, options);
        Utf8JsonReader reader = new(json, new JsonReaderOptions { CommentHandling = options.CommentHandling, MaxDepth = options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && !IsReadable(ref reader))
            {
                document.Dispose();
                throw NoText(json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n'));
            }
        }

        return document;
    }

    // Comments too: an object is kept as it is written, with what stands in it.
    private static void RequireUtf8(ReadOnlySpan<byte> json)
    {
        long line = 0;
        foreach (Range range in json.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(json[range]))
            {
                throw NoText(line);
            }

            line++;
        }
    }

    private static JsonException NoText(long line) => new("a text here holds what is no character of Unicode", null, line, null);

    private static bool IsReadable(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
