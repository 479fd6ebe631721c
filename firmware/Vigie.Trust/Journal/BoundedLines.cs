namespace Vigie.Trust.Journal;

/// <summary>Lines of a text file that nobody vouches for: one that is too long is given as none, and never held in memory.</summary>
internal sealed class BoundedLines(string path, int longest)
{
    public IEnumerable<string?> Read()
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        char[] line = new char[longest];
        int length = 0;
        for (int read = reader.Read(); read >= 0; read = reader.Read())
        {
            if (read == '\n')
            {
                yield return Text(line, length);
                length = 0;
            }
            else
            {
                // One beyond the end stands for "too long".
                length = Math.Min(length + 1, longest + 1);
                if (length <= longest)
                {
                    line[length - 1] = (char)read;
                }
            }
        }

        if (length > 0)
        {
            yield return Text(line, length);
        }
    }

    private static string? Text(char[] line, int length) => length <= line.Length ? new string(line, 0, length).TrimEnd('\r') : null;
}
