using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;
using Vigie.Core;
using Vigie.Trust.Mandates;

namespace Vigie.Edgectl.Trust;

/// <summary>Asks for an order field by field, and says what each means.</summary>
public static class MandateWizard
{
    /// <summary>Asks until the draft is right.</summary>
    /// <exception cref="Fault">Nobody is there to answer.</exception>
    public static string Run()
    {
        if (Console.IsInputRedirected)
        {
            throw new Fault(FaultKind.Config, "edgectl mandate new", "asks questions, and there is nobody to answer", "Give a draft with --from FILE.json.");
        }

        return Ask(AnsiConsole.Console);
    }

    /// <summary>Asks on a console; a wrong answer is told at the end, and all is asked again with the answers kept.</summary>
    public static string Ask(IAnsiConsole console)
    {
        Dictionary<string, string> answers = [];
        string boxes = "";
        while (true)
        {
            foreach (MandateField field in MandateField.All)
            {
                console.WriteLine();
                console.MarkupLineInterpolated($"[grey]{field.Explanation}[/]");
                answers[field.Key] = Prompt(console, field.Question, answers.GetValueOrDefault(field.Key, ""));
            }

            console.WriteLine();
            console.MarkupLineInterpolated($"[grey]Boxes and their cameras: reims/box-17: square, lawn; reims/box-18: bridge[/]");
            boxes = Prompt(console, "Boxes", boxes);
            string draft = Draft(answers, boxes);
            try
            {
                Mandate mandate = MandateJson.Read(Encoding.UTF8.GetBytes(draft), "the order", new string('0', 64));
                if (mandate.Contradiction() is not { } refusal)
                {
                    return MandateJson.Write(mandate);
                }

                console.MarkupLineInterpolated($"[yellow]The order {refusal.Problem}. {refusal.Remedy}[/]");
            }
            catch (Fault fault)
            {
                console.MarkupLineInterpolated($"[yellow]{fault.Message}[/]");
            }
        }
    }

    private static string Prompt(IAnsiConsole console, string question, string before)
    {
        TextPrompt<string> prompt = new TextPrompt<string>(question + ":").AllowEmpty();
        return console.Prompt(before.Length > 0 ? prompt.DefaultValue(before) : prompt).Trim();
    }

    private static string Draft(Dictionary<string, string> answers, string boxes)
    {
        JsonObject draft = [];
        foreach (MandateField field in MandateField.All.Where(field => answers[field.Key].Length > 0))
        {
            string answer = answers[field.Key];
            draft[field.Key] = field.Form switch
            {
                FieldForm.List => Names(answer),
                FieldForm.Word when bool.TryParse(answer, out bool yes) => yes,
                FieldForm.Word when int.TryParse(answer, out int number) => number,
                _ => answer,
            };
        }

        draft["boxes"] = new JsonArray([.. Split(boxes, ';').Select(Box)]);
        return draft.ToJsonString();
    }

    private static JsonNode Box(string text)
    {
        string[] parts = text.Split(':', 2);
        string[] name = parts[0].Split('/', 2);
        return new JsonObject
        {
            ["site"] = name[0].Trim(),
            ["device"] = name.Length > 1 ? name[1].Trim() : "",
            ["cameras"] = Names(parts.Length > 1 ? parts[1] : ""),
        };
    }

    private static JsonArray Names(string text) => new([.. Split(text, ',').Select(name => (JsonNode?)name)]);

    private static string[] Split(string text, char by) => text.Split(by, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
